import { at } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { textConstant } from './rule.ts';

/** Written back as text, a double such as 1.5 would be read as a decimal. */
export function explicitDouble(node: TreeNode): TreeNode {
  const value = at(node, 'value', 'value');
  const isDouble = at(node, 'class') === 'CONSTANT' && at(node, 'value', 'type', 'id') === 'DOUBLE';
  if (!isDouble || typeof value !== 'number') return node;
  return {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias: at(node, 'alias') ?? '',
    child: textConstant(String(value)),
    cast_type: { id: 'DOUBLE', type_info: null },
    try_cast: false,
  };
}
