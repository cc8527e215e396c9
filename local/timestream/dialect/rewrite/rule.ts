import { at, text } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';

/** What a node becomes, its children rewritten before it; `undefined` where it stays as it is. */
export type Rule = (node: TreeNode) => TreeNode | undefined;

/** The name of a function's call, in lower case; the empty string for all else. */
export function functionName(node: Tree | undefined): string {
  return at(node, 'class') === 'FUNCTION' ? text(at(node, 'function_name')).toLowerCase() : '';
}

/** A call of `name` in the place of `node`, whose alias it keeps. */
export function call(node: TreeNode, name: string, children: readonly Tree[]): TreeNode {
  return { ...plainCall(name, children), alias: at(node, 'alias') ?? '' };
}

/** A call without an alias. */
export function plainCall(name: string, children: readonly Tree[]): TreeNode {
  return {
    class: 'FUNCTION',
    type: 'FUNCTION',
    alias: '',
    function_name: name,
    schema: '',
    children,
    filter: null,
    order_bys: { type: 'ORDER_MODIFIER', orders: [] },
    distinct: false,
    is_operator: false,
    export_state: false,
    catalog: '',
  };
}

/** `node` under another alias, which is also how a named argument is written. */
export function named(node: TreeNode, alias: string): TreeNode {
  return { ...node, alias };
}

export function textConstant(value: string): TreeNode {
  return constant({ type: { id: 'VARCHAR', type_info: null }, is_null: false, value });
}

export function integerConstant(value: number): TreeNode {
  return constant({ type: { id: 'INTEGER', type_info: null }, is_null: false, value });
}

function constant(value: TreeNode): TreeNode {
  return { class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '', value };
}
