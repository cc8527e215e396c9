import { at, isNode, list } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';
import { call, functionName, plainCall } from './rule.ts';

const DIVISIONS = ['/', '//', '%', 'mod'];

/**
 * DuckDB answers NULL where a divisor is zero. Timestream, as Trino, ends the query where the numbers are integers; a double would become
 * Infinity or NaN, which is refused here.
 */
export function checkedDivision(node: TreeNode): TreeNode | undefined {
  const name = functionName(node);
  const [dividend, divisor] = list(at(node, 'children'));
  if (!DIVISIONS.includes(name) || !isNode(dividend) || !isNode(divisor) || isNonzero(divisor)) return undefined;
  const result = call(node, name, [dividend, plainCall('ts_divisor', [dividend, divisor])]);
  return { ...result, is_operator: name !== 'mod' };
}

function isNonzero(node: Tree): boolean {
  const value = at(node, 'value', 'value');
  return at(node, 'class') === 'CONSTANT' && typeof value === 'number' && value !== 0;
}
