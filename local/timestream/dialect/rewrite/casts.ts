import { at, text } from '../tree.ts';
import type { Tree, TreeNode } from '../tree.ts';
import { call } from './rule.ts';

/**
 * A double becomes an integer rounded half away from zero, and text as Java prints it, where DuckDB rounds half to even and has a form of
 * its own.
 */
const MACROS: Readonly<Record<string, string>> = {
  BIGINT: 'ts_to_bigint',
  INTEGER: 'ts_to_integer',
  VARCHAR: 'ts_to_varchar',
};

export function exactCast(node: TreeNode): TreeNode | undefined {
  const child = at(node, 'child');
  if (at(node, 'class') !== 'CAST' || at(node, 'try_cast') !== false || !child || isConstant(child)) return undefined;
  const macro = MACROS[text(at(node, 'cast_type', 'id'))];
  return macro === undefined ? undefined : call(node, macro, [child]);
}

/** A constant other than a double, which DuckDB's parser wraps into casts itself. */
function isConstant(node: Tree): boolean {
  return at(node, 'class') === 'CONSTANT' && at(node, 'value', 'type', 'id') !== 'DOUBLE';
}
