import type { AnyNode } from 'acorn';
import { finding, type Finding } from './code-rejected.ts';
import { builtIns } from './features.ts';
import { functionNames, isLibrary, type Modules } from './import-rules.ts';
import {
  bindingOf,
  functionNamed,
  isFunction,
  globalName,
  within,
  type FunctionNode,
  type ParsedProgram,
} from './program.ts';
import { keyOf } from './syntax-rules.ts';

/** Functions that call themselves, directly or through others ("Recursive function calls are not supported"). */
export function findRecursion(code: ParsedProgram): Finding[] {
  const uses = new Map<FunctionNode, Map<FunctionNode, AnyNode>>();
  for (const node of code.nodes) if (isFunction(node)) uses.set(node, usedIn(node, code));
  return [...uses].flatMap(([root, used]) => {
    const back = [...used].find(([next]) => next === root || reaches(uses, next, root));
    return back
      ? [finding(back[1], 'no-recursion', `Recursion is not supported: ${nameOf(root, code)} calls itself`)]
      : [];
  });
}

/**
 * Calls of methods that no value has: neither the language nor the library gives one of that name, nor does the code itself. What a text or a list is
 * can only be seen when it runs, so that a method of the one that is called on the other passes.
 */
export function findMissingMethods(code: ParsedProgram, modules: Modules): Finding[] {
  const known = new Set([...functionNames(modules.parts)].filter((name) => !isOfJavaScript(name)));
  for (const { methods } of Object.values(builtIns)) for (const name of methods) known.add(name);
  for (const node of code.nodes) {
    if (node.type === 'Property' && isCallable(node.value, code)) known.add(keyOf(node.key));
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression')
      known.add(keyOf(node.left.property));
  }
  return code.nodes.flatMap((node) => {
    const callee = node.type === 'CallExpression' ? node.callee : undefined;
    if (callee?.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return [];
    const { name } = callee.property;
    if (known.has(name) || globalName(callee.object, code) !== undefined || isLibrary(callee.object, code, modules))
      return [];
    return [finding(callee.property, 'no-disallowed-methods', `Not among the methods that are supported: ${name}`)];
  });
}

/** Whether a value of JavaScript has such a method, as what the code means is then that. */
function isOfJavaScript(name: string): boolean {
  return [Object.prototype, Array.prototype, String.prototype, Number.prototype].some((prototype) => name in prototype);
}

/** `apply`, `bind`, `call` and the like of functions that the code has. */
export function findFunctionMembers(code: ParsedProgram): Finding[] {
  return code.nodes.flatMap((node) =>
    node.type === 'MemberExpression' && isCallable(node.object, code)
      ? [finding(node, 'function-member', 'Functions have no members: apply, bind and call are not supported')]
      : [],
  );
}

function isCallable(node: AnyNode | null, code: ParsedProgram): boolean {
  return isFunction(node) || functionNamed(node, code) !== undefined;
}

/** The functions that a function names, with the place of each: called there, or handed to an array method that calls it. */
function usedIn(root: FunctionNode, code: ParsedProgram): Map<FunctionNode, AnyNode> {
  const used = new Map<FunctionNode, AnyNode>();
  for (const node of within(root)) {
    const target = functionNamed(node, code) ?? methodNamed(node, code);
    if (target && node !== root.id && !used.has(target)) used.set(target, node);
  }
  return used;
}

/** The function that `object.name` stands for, where the object is written down. */
function methodNamed(node: AnyNode, code: ParsedProgram): FunctionNode | undefined {
  if (node.type !== 'MemberExpression' || node.computed) return undefined;
  const object = bindingOf(node.object, code)?.value;
  if (object?.type !== 'ObjectExpression') return undefined;
  for (const property of object.properties) {
    if (property.type !== 'Property' || keyOf(property.key) !== keyOf(node.property)) continue;
    return isFunction(property.value) ? property.value : functionNamed(property.value, code);
  }
  return undefined;
}

function nameOf(node: FunctionNode, { parents }: ParsedProgram): string {
  if (node.id) return node.id.name;
  const parent = parents.get(node);
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  return parent?.type === 'Property' ? keyOf(parent.key) : 'a function';
}

function reaches(
  uses: ReadonlyMap<FunctionNode, ReadonlyMap<FunctionNode, AnyNode>>,
  from: FunctionNode,
  target: FunctionNode,
): boolean {
  const seen = new Set<FunctionNode>();
  const pending = [from];
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const next of uses.get(node)?.keys() ?? []) {
      if (next === target) return true;
      if (!seen.has(next)) pending.push(next);
      seen.add(next);
    }
  }
  return false;
}
