import { at, isNode, list, text } from './tree.ts';
import type { Tree, TreeNode } from './tree.ts';

/**
 * The names of a result's columns: an expression without an alias is `_col` and its position, counted from 0.
 * @param found the names that DuckDB gives, which are right wherever `*` stands
 */
export function outputNames(node: TreeNode, found: readonly string[]): string[] {
  const items = selectList(node);
  const stars = items.filter(isStar).length;
  const width = stars === 0 ? 0 : (found.length - (items.length - stars)) / stars;
  // Two stars of different widths cannot be told apart here.
  if (!Number.isInteger(width)) return [...found];
  const names: (string | undefined)[] = items.flatMap((item) =>
    isStar(item) ? Array.from({ length: width }, () => undefined) : [explicitName(item)],
  );
  const given = items.flatMap((item) => (isStar(item) ? Array.from({ length: width }, () => true) : [false]));
  return found.map((name, index) => names[index] ?? (given[index] === true ? name : `_col${index}`));
}

function selectList(node: TreeNode): readonly Tree[] {
  const left = at(node, 'left');
  if (isNode(left)) return selectList(left);
  return list(at(node, 'select_list'));
}

function isStar(item: Tree): boolean {
  return at(item, 'class') === 'STAR';
}

function explicitName(item: Tree): string | undefined {
  const alias = text(at(item, 'alias'));
  if (alias !== '') return alias;
  const column = list(at(item, 'column_names')).at(-1);
  return typeof column === 'string' ? column : undefined;
}
