import { parse, type AnyNode, type Program } from 'acorn';
import { remember } from '../remember.ts';
import { childrenOf, isFunction, resolveScopes, type Binding, type FunctionNode, type Reference } from './scopes.ts';

export { isFunction, type FunctionNode };

/** A module as acorn sees it, and what the rules ask of it again and again. */
export interface ParsedProgram {
  readonly program: Program;
  /** Every node, parents before children. */
  readonly nodes: readonly AnyNode[];
  readonly parents: ReadonlyMap<AnyNode, AnyNode>;
  /** Every use of a name, by its node. */
  readonly references: ReadonlyMap<AnyNode, Reference>;
  /** Every name that is declared anywhere in the module, imports included. */
  readonly declared: ReadonlySet<string>;
}

/** Parses `source` as a module. Throws acorn's SyntaxError. What is checked is compiled next, so that the latest one is remembered. */
export const parseProgram = remember(1, (source): ParsedProgram => {
  const program = parse(source, { ecmaVersion: 2025, sourceType: 'module', locations: true, allowHashBang: false });
  const nodes: AnyNode[] = [];
  const parents = new Map<AnyNode, AnyNode>();
  collect(program, nodes, parents);
  return { program, nodes, parents, ...resolveScopes(program) };
});

/** What a name stands for, where `node` is one; `undefined` for a global. */
export function bindingOf(node: AnyNode, { references }: ParsedProgram): Binding | undefined {
  return references.get(node)?.binding;
}

/** The function that a name stands for: one that is declared, or that a variable is initialized with. */
export function functionNamed(node: AnyNode | null | undefined, code: ParsedProgram): FunctionNode | undefined {
  const value = node?.type === 'Identifier' ? bindingOf(node, code)?.value : undefined;
  return isFunction(value) ? value : undefined;
}

/** The name of a global, where `node` is one. */
export function globalName(node: AnyNode, { references }: ParsedProgram): string | undefined {
  const reference = references.get(node);
  return reference && !reference.binding ? reference.node.name : undefined;
}

/** Every node within `root`, itself included. */
export function within(root: AnyNode): AnyNode[] {
  const nodes: AnyNode[] = [];
  collect(root, nodes, new Map());
  return nodes;
}

function collect(node: AnyNode, nodes: AnyNode[], parents: Map<AnyNode, AnyNode>): void {
  nodes.push(node);
  for (const child of childrenOf(node)) {
    parents.set(child, node);
    collect(child, nodes, parents);
  }
}
