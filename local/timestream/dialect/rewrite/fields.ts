import { at, list, text } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { call, functionName } from './rule.ts';

/** Fields of EXTRACT that are functions of the same name, as DuckDB counts them from elsewhere or not at all. */
const FIELDS = ['day_of_month', 'day_of_week', 'dow', 'day_of_year', 'doy', 'year_of_week', 'yow'];

export function extractedField(node: TreeNode): TreeNode | undefined {
  if (functionName(node) !== 'date_part') return undefined;
  const [field, moment] = list(at(node, 'children'));
  const name = text(at(field, 'value', 'value')).toLowerCase();
  return FIELDS.includes(name) && moment !== undefined ? call(node, name, [moment]) : undefined;
}
