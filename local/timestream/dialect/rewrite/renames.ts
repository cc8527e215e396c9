import { at, list } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { functionName } from './rule.ts';

/** Functions that cannot be macros, as these take no lambdas, or whose name another keyword or function has. */
const NAMES: Readonly<Record<string, string>> = {
  filter: 'list_filter',
  transform: 'list_transform',
  contains: 'list_contains',
};

/** By number of arguments: DuckDB's `arg_max_null` answers one row only. */
const WITH_COUNT: Readonly<Record<string, string>> = { arg_max_null: 'arg_max', arg_min_null: 'arg_min' };

export function renamed(node: TreeNode): TreeNode | undefined {
  const name = functionName(node);
  const children = list(at(node, 'children'));
  const other = NAMES[name] ?? (children.length === 3 ? WITH_COUNT[name] : undefined);
  if (other !== undefined) return { ...node, function_name: other };
  return name === 'reduce' ? reduced(node) : undefined;
}

/** `reduce(items, start, step, end)`: what `step` makes of all items, and `end` of that. */
function reduced(node: TreeNode): TreeNode | undefined {
  const [items, start, step, ...rest] = list(at(node, 'children'));
  if (items === undefined || start === undefined || step === undefined || rest.length > 0) return undefined;
  return { ...node, function_name: 'list_reduce', children: [items, step, start] };
}
