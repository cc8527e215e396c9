import type { AnyNode, ObjectExpression, Program } from 'acorn';
import { full } from 'acorn-walk';

/** What the names and the members of a bundle stand for, as far as its text tells. */
export interface Constants {
  /** What a name stands for: what its `const` is set to. Any other node, and a name that more than one binding has, stands for itself. */
  resolve: (node: AnyNode) => AnyNode;
  /** The text that a node stands for; undefined if it is none, or cannot be told. */
  textOf: (node: AnyNode | undefined) => string | undefined;
}

/** The constants of a bundle. Names are not told apart by their scopes: one that is bound twice is told nothing of. */
export function constantsOf(program: Program): Constants {
  const values = new Map<string, AnyNode>();
  const bindings = new Map<string, number>();
  full(program, (node, _state, type) => {
    // acorn-walk visits a name that is bound, or set, as a pattern.
    if (type === 'VariablePattern' && node.type === 'Identifier') {
      bindings.set(node.name, (bindings.get(node.name) ?? 0) + 1);
    }
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init)
      values.set(node.id.name, node.init);
  });
  const resolve = (node: AnyNode): AnyNode => {
    if (node.type !== 'Identifier' || bindings.get(node.name) !== 1) return node;
    const value = values.get(node.name);
    return value ? resolve(value) : node;
  };
  const textOf = (node: AnyNode | undefined) => {
    const value = node && resolve(node);
    if (value?.type === 'TemplateLiteral' && value.expressions.length === 0) return value.quasis[0]?.value.cooked ?? '';
    return value?.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
  };
  return { resolve, textOf };
}

/** The members of an object by their names; those with a computed name are left out. */
export function membersOf({ properties }: ObjectExpression): ReadonlyMap<string, AnyNode> {
  return new Map(
    properties.flatMap((property): [string, AnyNode][] => {
      if (property.type !== 'Property' || property.computed) return [];
      const { key, value } = property;
      if (key.type === 'Identifier') return [[key.name, value]];
      return key.type === 'Literal' ? [[String(key.value), value]] : [];
    }),
  );
}
