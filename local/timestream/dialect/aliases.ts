import { at, isNode, list, text } from './tree.ts';
import type { Tree, TreeNode } from './tree.ts';

/** A name that stands where only columns may, though the same SELECT also gives it to an expression. */
export interface AliasUse {
  readonly name: string;
  /** A query that fails unless the tables of that SELECT have such a column. */
  readonly probe: TreeNode;
}

/**
 * DuckDB lets WHERE, GROUP BY, HAVING and other expressions use the names that their SELECT gives; Timestream knows those in ORDER BY
 * only.
 */
export function aliasUses(node: TreeNode): AliasUse[] {
  return usesIn(node, []);
}

function usesIn(tree: Tree, withQueries: readonly Tree[]): AliasUse[] {
  if (!isNode(tree)) return list(tree).flatMap((each) => usesIn(each, withQueries));
  const inScope = [...withQueries, ...list(at(tree, 'cte_map', 'map'))];
  const own = at(tree, 'type') === 'SELECT_NODE' ? usesOf(tree, inScope) : [];
  return [...own, ...Object.values(tree).flatMap((value) => usesIn(value, inScope))];
}

function usesOf(select: TreeNode, withQueries: readonly Tree[]): AliasUse[] {
  const items = list(at(select, 'select_list'));
  const given = new Set(items.filter((item) => !isColumn(item)).map((item) => text(at(item, 'alias')).toLowerCase()));
  const places = [...items, ...['where_clause', 'group_expressions', 'having'].map((part) => at(select, part) ?? null)];
  const used = new Set(places.flatMap(columnsOf).filter((name) => given.has(name.toLowerCase())));
  return [...used].map((name) => ({ name, probe: probe(select, name, withQueries) }));
}

/** The unqualified columns that an expression reads, without those of the queries in it. */
function columnsOf(tree: Tree): string[] {
  if (!isNode(tree)) return list(tree).flatMap(columnsOf);
  // A function that is an argument has names of its own.
  if (['SUBQUERY', 'LAMBDA'].includes(text(at(tree, 'class')))) return [];
  const names = list(at(tree, 'column_names'));
  const own = names.length === 1 ? [text(names[0])] : [];
  return [...own, ...Object.values(tree).flatMap(columnsOf)];
}

function isColumn(item: Tree): boolean {
  return at(item, 'class') === 'COLUMN_REF';
}

function probe(select: TreeNode, name: string, withQueries: readonly Tree[]): TreeNode {
  return {
    ...select,
    select_list: [{ class: 'COLUMN_REF', type: 'COLUMN_REF', alias: '', column_names: [name] }],
    cte_map: { map: withQueries },
    modifiers: [],
    where_clause: null,
    group_expressions: [],
    group_sets: [],
    having: null,
  };
}
