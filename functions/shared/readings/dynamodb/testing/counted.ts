import { parseSortKey } from '../keys.ts';
import type { Source } from '../stretches.ts';
import type { RangeQuery } from '../table.ts';

export interface Counts {
  /** By kind. */
  items: Record<string, number>;
  queries: number;
}

/** A table that counts what is read of it. */
export function counted(table: Source['table']): { table: Source['table']; counts: Counts } {
  const counts: Counts = { items: {}, queries: 0 };
  async function* query(range: RangeQuery, signal: AbortSignal) {
    counts.queries++;
    for await (const page of table.query(range, signal)) {
      for (const item of page) {
        const { kind } = parseSortKey(item.sk?.S ?? '');
        counts.items[kind] = (counts.items[kind] ?? 0) + 1;
      }
      yield page;
    }
  }
  return { table: { query }, counts };
}
