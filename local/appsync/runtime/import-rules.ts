import type { AnyNode, ImportDeclaration } from 'acorn';
import { finding, type Finding } from './code-rejected.ts';
import type { LibraryPart } from './library/index.ts';
import { bindingOf, globalName, type ParsedProgram } from './program.ts';
import { refusedName } from './run.ts';
import { keyOf } from './syntax-rules.ts';

/** Modules that AppSync has, with the names that they export; `undefined` where they are refused here. */
export type ModuleTable = Readonly<Record<string, readonly string[] | undefined>>;

/** What code can import. */
export interface Modules {
  readonly exports: ModuleTable;
  readonly parts: Readonly<Record<string, LibraryPart>>;
}

/** The module that gives its names without an import too. */
const UTILS = '@aws-appsync/utils';

/** Imports of what a module does not have, and uses of what the library does not have or refuses. */
export function findImportErrors(code: ParsedProgram, modules: Modules): Finding[] {
  return code.nodes.flatMap((node) => {
    if (node.type === 'ImportDeclaration') return checkImport(node, modules);
    if (node.type !== 'MemberExpression' || node.computed) return [];
    return checkMember(node.object, node, keyOf(node.property), code, modules);
  });
}

/** Whether an expression names a part of the library. */
export function isLibrary(node: AnyNode, code: ParsedProgram, modules: Modules): boolean {
  return partOf(node, code, modules) !== undefined;
}

/** Names of the functions of the library, wherever they stand in it. */
export function functionNames(parts: Readonly<Record<string, LibraryPart>>): Set<string> {
  return new Set(
    Object.entries(parts).flatMap(([name, part]) => (typeof part === 'function' ? [name] : [...functionNames(part)])),
  );
}

function checkImport(node: ImportDeclaration, modules: Modules): Finding[] {
  const module = String(node.source.value);
  if (!Object.hasOwn(modules.exports, module)) {
    const names = Object.keys(modules.exports).join(', ');
    return [finding(node, 'imports', `Cannot find module '${module}': AppSync has ${names}`)];
  }
  const exported = modules.exports[module];
  if (!exported) return [finding(node, 'imports', `not supported here: ${module}`)];
  return node.specifiers.flatMap((specifier) => {
    if (specifier.type === 'ImportNamespaceSpecifier') return [];
    const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : keyOf(specifier.imported);
    return exported.includes(name) ? [] : [missing(specifier, module, name)];
  });
}

function checkMember(object: AnyNode, node: AnyNode, name: string, code: ParsedProgram, modules: Modules): Finding[] {
  const part = partOf(object, code, modules);
  if (!part) return [];
  if (typeof part.value === 'function') {
    return [finding(node, 'function-member', 'Functions have no members: apply, bind and call are not supported')];
  }
  const member = Object.hasOwn(part.value, name) ? part.value[name] : undefined;
  if (!member) return [missing(node, part.path, name)];
  const refused = refusedName(member);
  return refused === undefined ? [] : [finding(node, 'imports', `not supported here: ${refused}`)];
}

interface FoundPart {
  readonly path: string;
  readonly value: LibraryPart;
}

/** The part of the library that an expression names; `undefined` for any other. */
function partOf(node: AnyNode, code: ParsedProgram, modules: Modules): FoundPart | undefined {
  if (node.type === 'MemberExpression' && !node.computed) {
    const owner = partOf(node.object, code, modules);
    return owner && memberOf(owner, keyOf(node.property));
  }
  const global = globalName(node, code);
  if (global !== undefined) return memberOf({ path: UTILS, value: modules.parts[UTILS] ?? {} }, global);
  const binding = bindingOf(node, code);
  if (binding?.kind === 'variable' && binding.value) return partOf(binding.value, code, modules);
  if (node.type !== 'Identifier' || binding?.kind !== 'import' || binding.value?.type !== 'ImportDeclaration') {
    return undefined;
  }
  const path = String(binding.value.source.value);
  const value = modules.parts[path];
  const specifier = binding.value.specifiers.find(({ local }) => local.name === node.name);
  if (!value || !specifier || specifier.type === 'ImportDefaultSpecifier') return undefined;
  return specifier.type === 'ImportSpecifier' ? memberOf({ path, value }, keyOf(specifier.imported)) : { path, value };
}

function memberOf({ path, value }: FoundPart, name: string): FoundPart | undefined {
  if (typeof value === 'function' || !Object.hasOwn(value, name)) return undefined;
  const member = value[name];
  return member && { path: path === UTILS ? name : `${path}.${name}`, value: member };
}

function missing(node: AnyNode, module: string, name: string): Finding {
  return finding(node, 'imports', `'${module}' has no exported member '${name}'`);
}
