import { at, isNode, list, text } from './tree.ts';
import type { Tree, TreeNode } from './tree.ts';

/**
 * DuckDB adds an interval to microseconds and so loses a timestamp's nanoseconds: such sums become calls of the macro `ts_shift`, or
 * `ts_shift_date` where a date stays a date. Answers `undefined` where there is nothing to change.
 */
export function shiftExactly(node: TreeNode): TreeNode | undefined {
  const changed = { any: false };
  const result = rewrite(node, changed);
  return changed.any && isNode(result) ? result : undefined;
}

function rewrite(tree: Tree, changed: { any: boolean }): Tree {
  if (Array.isArray(tree)) return list(tree).map((each) => rewrite(each, changed));
  if (!isNode(tree)) return tree;
  const node = Object.fromEntries(
    Object.entries(tree)
      // Offsets of the text that the tree was read from mean nothing for the text to come.
      .filter(([member]) => member !== 'query_location')
      .map(([member, value]) => [member, rewrite(value, changed)]),
  );
  const shifted = shift(node);
  if (shifted) changed.any = true;
  return shifted ?? explicitDouble(node);
}

function shift(node: TreeNode): TreeNode | undefined {
  const name = functionName(node);
  const [left, right] = list(at(node, 'children'));
  if (!isNode(left) || !isNode(right) || (name !== '+' && name !== '-')) return undefined;
  if (isInterval(right) && !isInterval(left)) return call(node, left, name === '-' ? negative(node, right) : right);
  if (isInterval(left) && !isInterval(right) && name === '+') return call(node, right, left);
  return undefined;
}

function call(operator: TreeNode, moment: TreeNode, span: TreeNode): TreeNode {
  const name = isDate(moment) ? 'ts_shift_date' : 'ts_shift';
  return { ...operator, function_name: name, children: [moment, span], is_operator: false };
}

function negative(operator: TreeNode, span: TreeNode): TreeNode {
  return { ...operator, alias: '', function_name: '-', children: [span] };
}

function isInterval(node: Tree | undefined): boolean {
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

/** Written back as text, a double such as 1.5 would be read as a decimal. */
function explicitDouble(node: TreeNode): TreeNode {
  const value = at(node, 'value', 'value');
  const isDouble = at(node, 'class') === 'CONSTANT' && at(node, 'value', 'type', 'id') === 'DOUBLE';
  if (!isDouble || typeof value !== 'number') return node;
  const digits = { type: { id: 'VARCHAR', type_info: null }, is_null: false, value: String(value) };
  return {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias: at(node, 'alias') ?? '',
    child: { ...node, alias: '', value: digits },
    cast_type: { id: 'DOUBLE', type_info: null },
    try_cast: false,
  };
}

function functionName(node: TreeNode): string {
  return at(node, 'class') === 'FUNCTION' ? text(at(node, 'function_name')) : '';
}
