import { full } from 'acorn-walk';
import type { AnyNode, ImportDeclaration } from 'acorn';
import { lineOf, type ParsedProgram } from './program.ts';

/** A breach of a rule that needs the whole module. */
export interface Finding {
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** Modules that AppSync has, with the names that they export; `undefined` where they are refused here. */
export type ModuleTable = Readonly<Record<string, readonly string[] | undefined>>;

/** Functions that call themselves, directly or through others ("Recursive function calls are not supported"). */
export function findRecursion(code: ParsedProgram): Finding[] {
  const calls = new Map<string, Set<string>>();
  for (const [name, node] of code.functions) calls.set(name, calledIn(node, code));
  return [...code.functions]
    .filter(([name]) => reaches(calls, name, name))
    .map(([name, node]) => ({
      line: lineOf(node),
      rule: 'recursion',
      message: `Recursion is not supported: ${name} calls itself`,
    }));
}

/** Imports of what a module does not have, and uses of what a namespace import does not have. */
export function findImportErrors({ nodes }: ParsedProgram, modules: ModuleTable): Finding[] {
  const findings: Finding[] = [];
  const namespaces = new Map<string, { module: string; exports: readonly string[] }>();
  for (const node of nodes) {
    if (node.type === 'ImportDeclaration') findings.push(...checkImport(node, modules, namespaces));
  }
  for (const node of nodes) {
    if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || node.computed) continue;
    const namespace = namespaces.get(node.object.name);
    const name = node.property.type === 'Identifier' ? node.property.name : '';
    if (namespace && !namespace.exports.includes(name)) findings.push(missingExport(node, namespace.module, name));
  }
  return findings;
}

/** Exports other than the two handlers, and handlers that are missing. */
export function findExportErrors({ program }: ParsedProgram, exported: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  for (const node of program.body) {
    if (node.type === 'ExportDefaultDeclaration' || node.type === 'ExportAllDeclaration') {
      findings.push({ line: lineOf(node), rule: 'exports', message: 'Export the functions request and response' });
    }
  }
  for (const name of ['request', 'response']) {
    if (!exported.includes(name))
      findings.push({ line: 1, rule: 'exports', message: `The code does not export ${name}` });
  }
  return findings;
}

function checkImport(
  node: ImportDeclaration,
  modules: ModuleTable,
  namespaces: Map<string, { module: string; exports: readonly string[] }>,
): Finding[] {
  const module = String(node.source.value);
  const line = lineOf(node);
  if (!Object.hasOwn(modules, module)) {
    return [
      {
        line,
        rule: 'imports',
        message: `Cannot find module '${module}': AppSync has ${Object.keys(modules).join(', ')}`,
      },
    ];
  }
  const exports = modules[module];
  if (!exports) return [{ line, rule: 'imports', message: `not supported here: ${module}` }];
  const findings: Finding[] = [];
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') {
      namespaces.set(specifier.local.name, { module, exports });
      continue;
    }
    const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported);
    if (!exports.includes(name)) findings.push(missingExport(specifier, module, name));
  }
  return findings;
}

function missingExport(node: AnyNode, module: string, name: string): Finding {
  return { line: lineOf(node), rule: 'imports', message: `Module '${module}' has no exported member '${name}'` };
}

/** The name of an imported or exported binding, which may be written as a string. */
export function nameOf(node: { type: 'Identifier'; name: string } | { type: 'Literal'; value?: unknown }): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

function calledIn(root: AnyNode, { functions }: ParsedProgram): Set<string> {
  const called = new Set<string>();
  full(root, (node) => {
    const call = node;
    if (call.type === 'CallExpression' && call.callee.type === 'Identifier' && functions.has(call.callee.name)) {
      called.add(call.callee.name);
    }
  });
  return called;
}

function reaches(calls: ReadonlyMap<string, ReadonlySet<string>>, from: string, target: string): boolean {
  const seen = new Set<string>();
  const pending = [from];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const next of calls.get(name) ?? []) {
      if (next === target) return true;
      if (!seen.has(next)) pending.push(next);
      seen.add(next);
    }
  }
  return false;
}
