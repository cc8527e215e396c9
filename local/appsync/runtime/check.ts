import type { AnyNode } from 'acorn';
import { CodeRejected, finding, START, type Finding, type Place } from './code-rejected.ts';
import { CODE_LIMIT } from './features.ts';
import { findContextChanges, findExportErrors } from './handler-rules.ts';
import { findImportErrors, type Modules } from './import-rules.ts';
import { parseProgram, type ParsedProgram } from './program.ts';
import { findFunctionMembers, findMissingMethods, findRecursion } from './program-rules.ts';
import { syntaxRules, unknownSyntax } from './syntax-rules.ts';

/** Everything for which AppSync would refuse to save `source`, in the order of the text. Empty for good code. */
export function findRejections(source: string, fileName: string, modules: Modules): CodeRejected[] {
  const findings = [...checkSize(source), ...checkProgram(source, modules)];
  return findings
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
    .map((found) => new CodeRejected(fileName, found));
}

function checkSize({ length }: string): Finding[] {
  if (length <= CODE_LIMIT) return [];
  return [{ place: START, rule: 'size', message: `The code has ${length} characters, more than ${CODE_LIMIT}` }];
}

function checkProgram(source: string, modules: Modules): Finding[] {
  let code: ParsedProgram;
  try {
    code = parseProgram(source);
  } catch (error) {
    if (error instanceof SyntaxError) return [syntaxError(error)];
    // The parser calls itself for what is nested.
    if (error instanceof RangeError)
      return [{ place: START, rule: 'syntax', message: 'The code is nested too deeply' }];
    throw error;
  }
  return [
    ...code.nodes.flatMap((node) => brokenRules(node, code, source)),
    ...findRecursion(code),
    ...findMissingMethods(code, modules),
    ...findFunctionMembers(code),
    ...findImportErrors(code, modules),
    ...findExportErrors(code),
    ...findContextChanges(code),
  ];
}

function brokenRules(node: AnyNode, code: ParsedProgram, source: string): Finding[] {
  const broken = syntaxRules.filter((rule) => rule.matches(node, code));
  if (broken.length === 0 && unknownSyntax.matches(node, code) && !isPart(node, code)) broken.push(unknownSyntax);
  return broken.map(({ name, message }) =>
    finding(node, name, `${message}: ${excerpt(source.slice(node.start, node.end))}`),
  );
}

function isPart(node: AnyNode, code: ParsedProgram): boolean {
  return PARTS.includes(node.type) || (node.type === 'Super' && isInClass(node, code));
}

function isInClass(node: AnyNode, { parents }: ParsedProgram): boolean {
  for (let at: AnyNode | undefined = node; at; at = parents.get(at)) if (at.type === 'ClassBody') return true;
  return false;
}

/** What is refused as a part of something else: of classes, catch clauses and exports. */
const PARTS: readonly AnyNode['type'][] = [
  'CatchClause',
  'ClassBody',
  'MethodDefinition',
  'PropertyDefinition',
  'StaticBlock',
  'PrivateIdentifier',
  'ExportDefaultDeclaration',
  'ExportAllDeclaration',
];

function excerpt(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

function syntaxError(error: SyntaxError): Finding {
  const message = error.message.replace(/ \(\d+:\d+\)$/, '');
  return { place: placeOfError(error), rule: 'syntax', message };
}

function placeOfError(error: SyntaxError): Place {
  const location: unknown = 'loc' in error ? error.loc : undefined;
  if (typeof location !== 'object' || location === null || !('line' in location) || !('column' in location))
    return START;
  const { line, column } = location;
  return typeof line === 'number' && typeof column === 'number' ? { line, column: column + 1, span: 1 } : START;
}
