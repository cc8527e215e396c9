import type { ReadingReader } from '../store.ts';
import { aggregateSql } from './aggregate-sql.ts';
import type { MeasureColumns, TableName } from './literals.ts';
import { columnsAfter } from './missing-column.ts';
import { outlineSql } from './outline-sql.ts';
import { periodSql } from './period-sql.ts';
import type { QueryOptions, Row } from './query.ts';
import { runQuery } from './query.ts';
import { binOf, periodOf, readingOf, windowOf } from './rows.ts';
import { pageSql } from './sql.ts';

/** What a query says to a table with these measures; null where there is nothing to ask of it. */
type Question = (columns: MeasureColumns) => string | null;

/** Reads from a Timestream table. */
export function timestreamReader(options: QueryOptions & { name: TableName }): ReadingReader {
  const { name } = options;
  const ask = (question: Question) => rowsOrNone(question, { value: true, text: true }, options);
  // A table without numbers has none of what is made of them.
  const askNumbers = (sql: string) => ask(({ value }) => (value ? sql : null));
  return {
    async page(query) {
      const rows = await ask((columns) => pageSql(name, query, columns));
      return rows.map((row) => readingOf(row, query));
    },
    async aggregate(query) {
      const rows = await askNumbers(aggregateSql(name, query));
      return rows.map((row) => windowOf(row, query.statistics));
    },
    async periods(query) {
      const rows = await ask(() => periodSql(name, query));
      return rows.map(periodOf);
    },
    async outline(query) {
      const rows = await askNumbers(outlineSql(name, query));
      return rows.map(binOf);
    },
  };
}

/** The rows of a query, which is asked again without a column that the table does not have. */
async function rowsOrNone(question: Question, columns: MeasureColumns, options: QueryOptions): Promise<Row[]> {
  const sql = question(columns);
  if (sql === null) return [];
  try {
    return await runQuery(sql, options);
  } catch (error) {
    const rest = columnsAfter(error, columns);
    if (rest === undefined) throw error;
    return rest === 'none' ? [] : rowsOrNone(question, rest, options);
  }
}
