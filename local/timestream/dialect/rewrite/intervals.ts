import { at, isNode, list } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';
import { call, functionName, plainCall } from './rule.ts';

/**
 * DuckDB adds an interval to microseconds and so loses a timestamp's nanoseconds: such sums become calls of the macro `ts_shift`, or
 * `ts_shift_date` where a date stays a date.
 */
export function exactShift(node: TreeNode): TreeNode | undefined {
  const name = functionName(node);
  const [left, right] = list(at(node, 'children'));
  if (!isNode(left) || !isNode(right) || (name !== '+' && name !== '-')) return undefined;
  if (isInterval(right) && !isInterval(left)) return shift(node, left, name === '-' ? plainCall('-', [right]) : right);
  if (isInterval(left) && !isInterval(right) && name === '+') return shift(node, right, left);
  return undefined;
}

function shift(operator: TreeNode, moment: TreeNode, span: TreeNode): TreeNode {
  return call(operator, isDate(moment) ? 'ts_shift_date' : 'ts_shift', [moment, span]);
}

/** Whether an expression is, as it stands, an interval. */
export function isInterval(node: Tree | undefined): boolean {
  if (!isNode(node)) return false;
  const name = functionName(node);
  if (name === 'to_microseconds' || name === 'to_months') return true;
  const children = list(at(node, 'children'));
  if (name === '+' || name === '-') return children.every(isInterval);
  return name === '*' && children.some(isInterval);
}

function isDate(node: TreeNode): boolean {
  const isDateCast = at(node, 'class') === 'CAST' && at(node, 'cast_type', 'id') === 'DATE';
  return isDateCast || ['date', 'from_iso8601_date', 'last_day_of_month', 'ts_shift_date'].includes(functionName(node));
}
