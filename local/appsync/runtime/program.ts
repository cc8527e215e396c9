import { parse, type AnyNode, type Program } from 'acorn';
import { full } from 'acorn-walk';
import { remember } from '../remember.ts';

/** A module as acorn sees it, and what the rules ask of it again and again. */
export interface ParsedProgram {
  readonly program: Program;
  /** Every node, children before parents. */
  readonly nodes: readonly AnyNode[];
  /** Every name that is declared anywhere in the module, imports included. */
  readonly declared: ReadonlySet<string>;
  /** Functions by their only name: declarations, and functions that a variable is initialized with. */
  readonly functions: ReadonlyMap<string, AnyNode>;
}

/** Parses `source` as a module. Throws acorn's SyntaxError. What is checked is compiled next, so that the latest one is remembered. */
export const parseProgram = remember(1, (source): ParsedProgram => {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const nodes: AnyNode[] = [];
  full(program, (node) => nodes.push(node));
  const declared: string[] = [];
  const named: [string, AnyNode][] = [];
  for (const node of nodes) collectDeclarations(node, declared, named);
  // Names are told apart by scope nowhere, so that one that is declared twice may not be taken for a function.
  const functions = named.filter(([name]) => declared.filter((other) => other === name).length === 1);
  return { program, nodes, declared: new Set(declared), functions: new Map(functions) };
});

export function isFunction(node: AnyNode | null | undefined): boolean {
  return (
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'ArrowFunctionExpression'
  );
}

/** From 1. */
export function lineOf(node: AnyNode): number {
  return node.loc?.start.line ?? 1;
}

function collectDeclarations(node: AnyNode, declared: string[], functions: [string, AnyNode][]): void {
  if (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  ) {
    if (node.id) {
      declared.push(node.id.name);
      functions.push([node.id.name, node]);
    }
    for (const parameter of node.params) collectNames(parameter, declared);
  } else if (node.type === 'VariableDeclarator') {
    collectNames(node.id, declared);
    if (node.id.type === 'Identifier' && isFunction(node.init)) functions.push([node.id.name, node.init ?? node]);
  } else if (node.type === 'ImportDeclaration') {
    for (const { local } of node.specifiers) declared.push(local.name);
  } else if (node.type === 'ClassDeclaration') {
    if (node.id) declared.push(node.id.name);
  } else if (node.type === 'CatchClause' && node.param) {
    collectNames(node.param, declared);
  }
}

/** The names that a binding pattern declares. */
function collectNames(pattern: AnyNode, names: string[]): void {
  if (pattern.type === 'Identifier') {
    names.push(pattern.name);
  } else if (pattern.type === 'ObjectPattern') {
    for (const property of pattern.properties) {
      collectNames(property.type === 'RestElement' ? property.argument : property.value, names);
    }
  } else if (pattern.type === 'ArrayPattern') {
    for (const element of pattern.elements) if (element) collectNames(element, names);
  } else if (pattern.type === 'AssignmentPattern') {
    collectNames(pattern.left, names);
  } else if (pattern.type === 'RestElement') {
    collectNames(pattern.argument, names);
  }
}
