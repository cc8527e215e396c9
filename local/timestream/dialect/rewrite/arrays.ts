import { invalid } from '../../errors.ts';
import { at, isNode, list, text } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { isInterval } from './intervals.ts';
import { call, functionName, named } from './rule.ts';

/** The name that a row's field without a name has here: DuckDB cannot read those back. */
export const UNNAMED_FIELD = /^ts_field\d+$/;

/** `ROW(a, b)`. */
export function row(node: TreeNode): TreeNode | undefined {
  if (functionName(node) !== 'row') return undefined;
  const fields = list(at(node, 'children')).filter(isNode);
  return call(
    node,
    'struct_pack',
    fields.map((field, index) => named(field, `ts_field${index}`)),
  );
}

/** `CAST(ROW(1, 'a') AS ROW(n BIGINT, t VARCHAR))`: DuckDB finds fields by name, Timestream by place. */
export function namedRow(node: TreeNode): TreeNode | undefined {
  const child = at(node, 'child');
  if (at(node, 'cast_type', 'id') !== 'STRUCT' || functionName(child) !== 'struct_pack' || !isNode(child))
    return undefined;
  const names = list(at(node, 'cast_type', 'type_info', 'child_types')).map((field) => text(at(field, 'first')));
  const fields = list(at(child, 'children')).filter(isNode);
  if (fields.length !== names.length) throw invalid('A row is cast to one of as many fields');
  return { ...node, child: { ...child, children: fields.map((field, index) => named(field, names[index] ?? '')) } };
}

/** `items[n]`. DuckDB answers NULL where there is no such item; Timestream, as Trino, ends the query. */
export function subscript(node: TreeNode): TreeNode | undefined {
  return at(node, 'type') === 'ARRAY_EXTRACT' ? call(node, 'ts_subscript', list(at(node, 'children'))) : undefined;
}

/** `sequence(start, stop, step)` of timestamps; that of integers is a macro of its own name. */
export function sequence(node: TreeNode): TreeNode | undefined {
  if (functionName(node) !== 'sequence') return undefined;
  const children = list(at(node, 'children'));
  return isInterval(children[2]) ? call(node, 'ts_sequence', children) : undefined;
}
