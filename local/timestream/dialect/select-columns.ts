import { at, isNode, list, text } from './tree.ts';
import type { Tree, TreeNode } from './tree.ts';

/** Where a column of a query comes from, as PrepareQuery tells it. */
export interface SelectColumn {
  readonly Aliased: boolean;
  /** With `TableName`, for a column of a table as it stands. */
  readonly DatabaseName?: string;
  readonly TableName?: string;
}

/** Of each of the items of a SELECT from one table or none; all of `width` columns are taken for expressions where that is not so. */
export function selectColumns(node: TreeNode, width: number): SelectColumn[] {
  const items = list(at(node, 'select_list'));
  const from = at(node, 'from_table');
  const origin =
    at(from, 'type') === 'BASE_TABLE' && text(at(from, 'schema_name')) !== ''
      ? { DatabaseName: text(at(from, 'schema_name')), TableName: text(at(from, 'table_name')) }
      : {};
  const [only] = items;
  if (items.length === 1 && isStar(only)) return Array.from({ length: width }, () => ({ Aliased: false, ...origin }));
  if (items.length !== width || items.some(isStar)) return Array.from({ length: width }, () => ({ Aliased: false }));
  return items.map((item) => ({
    Aliased: text(at(item, 'alias')) !== '',
    ...(isNode(item) && at(item, 'class') === 'COLUMN_REF' ? origin : {}),
  }));
}

function isStar(item: Tree | undefined): boolean {
  return at(item, 'class') === 'STAR';
}
