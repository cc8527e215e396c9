import MagicString from 'magic-string';
import type { AnyNode, ExportNamedDeclaration, ImportDeclaration } from 'acorn';
import { CodeRejected } from './code-rejected.ts';
import { CODE_LIMIT } from './features.ts';
import { parseProgram, type ParsedProgram } from './program.ts';
import { findExportErrors, findImportErrors, findRecursion, nameOf, type ModuleTable } from './program-rules.ts';
import { syntaxRules } from './syntax-rules.ts';

/** A value that the script is given for a name that the module imported. */
export interface ImportedBinding {
  readonly local: string;
  readonly module: string;
  /** `*` for the whole module. */
  readonly imported: string;
}

/** A module as a script: an expression whose value is a function of the imports that returns the handlers. */
export interface Script {
  readonly text: string;
  readonly imports: readonly ImportedBinding[];
  /** Characters before the module's own on the first line. */
  readonly prefixLength: number;
}

/** The name under which loops find the counter that ends them. Code that declares it itself would not parse. */
const LOOP = '__loop';

/** Everything for which AppSync would refuse to save `source`, in the order of lines. Empty for good code. */
export function findRejections(source: string, fileName: string, modules: ModuleTable): CodeRejected[] {
  const rejections: CodeRejected[] = [];
  if (source.length > CODE_LIMIT) {
    const message = `The code has ${source.length} characters, more than ${CODE_LIMIT}`;
    rejections.push(new CodeRejected(fileName, 1, 'size', message));
  }
  let code: ParsedProgram;
  try {
    code = parseProgram(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [...rejections, new CodeRejected(fileName, syntaxErrorLine(error), 'syntax', error.message)];
  }
  const found = [
    ...code.nodes.flatMap((node) => brokenRules(node, code, source)),
    ...findRecursion(code),
    ...findImportErrors(code, modules),
    ...findExportErrors(
      code,
      exportedNames(code).map(([, exported]) => exported),
    ),
  ];
  for (const { line, rule, message } of found) rejections.push(new CodeRejected(fileName, line, rule, message));
  return rejections.sort((a, b) => a.line - b.line);
}

/** Rewrites good code into a script with the same line numbers: imports become parameters, exports the returned object. */
export function toScript(source: string): Script {
  const code = parseProgram(source);
  const text = new MagicString(source);
  const imports: ImportedBinding[] = [];
  for (const node of code.program.body) {
    if (node.type === 'ImportDeclaration') {
      imports.push(...bindings(node));
      blank(text, source, node.start, node.end);
    }
    if (node.type === 'ExportNamedDeclaration') {
      blank(text, source, node.start, node.declaration?.start ?? node.end);
    }
  }
  for (const node of code.nodes) boundLoop(node, text);
  const handlers = exportedNames(code).map(([local, exported]) => `${JSON.stringify(exported)}: ${local}`);
  const parameters = [LOOP, ...imports.map(({ local }) => local)].join(', ');
  const prefix = `(function (${parameters}) { 'use strict'; `;
  text.prepend(prefix);
  text.append(`\nreturn { ${handlers.join(', ')} }; })`);
  return { text: text.toString(), imports, prefixLength: prefix.length };
}

function brokenRules(node: AnyNode, code: ParsedProgram, source: string) {
  return syntaxRules
    .filter((rule) => rule.matches(node, code))
    .map((rule) => ({
      line: node.loc?.start.line ?? 1,
      rule: rule.name,
      message: `${rule.message}: ${excerpt(source.slice(node.start, node.end))}`,
    }));
}

function excerpt(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

function syntaxErrorLine(error: SyntaxError): number {
  const location: unknown = 'loc' in error ? error.loc : undefined;
  return typeof location === 'object' && location !== null && 'line' in location && typeof location.line === 'number'
    ? location.line
    : 1;
}

function bindings(node: ImportDeclaration): ImportedBinding[] {
  const module = String(node.source.value);
  return node.specifiers.map((specifier) => ({
    local: specifier.local.name,
    module,
    imported: specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : '*',
  }));
}

/** Pairs of local and exported name. */
function exportedNames({ program }: ParsedProgram): [string, string][] {
  return program.body.filter((node) => node.type === 'ExportNamedDeclaration').flatMap(namesExportedBy);
}

function namesExportedBy(node: ExportNamedDeclaration): [string, string][] {
  const { declaration } = node;
  if (!declaration) return node.specifiers.map(({ local, exported }) => [nameOf(local), nameOf(exported)]);
  if (declaration.type !== 'VariableDeclaration') return [[declaration.id.name, declaration.id.name]];
  return declaration.declarations.flatMap(({ id }): [string, string][] =>
    id.type === 'Identifier' ? [[id.name, id.name]] : [],
  );
}

/** Spaces instead of text, so that every line and column stays where it was. */
function blank(text: MagicString, source: string, start: number, end: number): void {
  if (start < end) text.overwrite(start, end, source.slice(start, end).replace(/[^\n]/g, ' '));
}

function boundLoop(node: AnyNode, text: MagicString): void {
  if (node.type !== 'ForOfStatement' && node.type !== 'ForInStatement') return;
  text.appendLeft(node.right.start, `${LOOP}.${node.type === 'ForOfStatement' ? 'of' : 'in'}(`);
  text.appendRight(node.right.end, ')');
}
