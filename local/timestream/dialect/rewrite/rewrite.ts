import { isNode, list } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';
import { explicitDouble } from './doubles.ts';
import { namedRow, row, sequence, subscript } from './arrays.ts';
import { exactCast } from './casts.ts';
import { checkedDivision } from './division.ts';
import { extractedField } from './fields.ts';
import { formatted } from './formats.ts';
import { exactShift } from './intervals.ts';
import { renamed } from './renames.ts';
import type { Rule } from './rule.ts';
import { createTimeSeries, interpolation } from './time-series.ts';
import { unnested } from './unnest.ts';

const RULES: readonly Rule[] = [
  exactShift,
  checkedDivision,
  exactCast,
  extractedField,
  formatted,
  renamed,
  row,
  namedRow,
  subscript,
  sequence,
  createTimeSeries,
  interpolation,
  unnested,
];

/**
 * What DuckDB is to run in place of a checked query, so that operators and functions mean what they mean on Timestream. Answers
 * `undefined` where there is nothing to change.
 */
export function rewrite(node: TreeNode): TreeNode | undefined {
  const changed = { any: false };
  const result = rewriteTree(node, changed);
  return changed.any && isNode(result) ? result : undefined;
}

function rewriteTree(tree: Tree, changed: { any: boolean }): Tree {
  if (Array.isArray(tree)) return list(tree).map((each) => rewriteTree(each, changed));
  if (!isNode(tree)) return tree;
  const node = Object.fromEntries(
    Object.entries(tree)
      // Offsets of the text that the tree was read from mean nothing for the text to come.
      .filter(([member]) => member !== 'query_location')
      // The parameters of a function such as `(s, x) -> s + x` look like a row.
      .map(([member, value]) => [member, member === 'lhs' ? value : rewriteTree(value, changed)]),
  );
  for (const rule of RULES) {
    const result = rule(node);
    if (!result) continue;
    changed.any = true;
    return result;
  }
  return explicitDouble(node);
}
