import * as v from 'valibot';
import { parseTime } from '../../time.ts';
import type { PageQuery, Reading, ReadingReader } from '../store.ts';
import type { MeasureColumns, TableName } from './literals.ts';
import { columnsAfter } from './missing-column.ts';
import type { QueryOptions, Row } from './query.ts';
import { runQuery } from './query.ts';
import { pageSql } from './sql.ts';

/** Reads from a Timestream table. */
export function timestreamReader(options: QueryOptions & { name: TableName }): ReadingReader {
  return {
    async page(query) {
      const rows = await rowsOrNone(query, { value: true, text: true }, options);
      return rows.map((row) => readingOf(row, query));
    },
  };
}

/** The rows of a query, which is asked again without a column that the table does not have. */
async function rowsOrNone(
  query: PageQuery,
  columns: MeasureColumns,
  options: QueryOptions & { name: TableName },
): Promise<Row[]> {
  try {
    return await runQuery(pageSql(options.name, query, columns), options);
  } catch (error) {
    const rest = columnsAfter(error, columns);
    if (rest === undefined) throw error;
    return rest === 'none' ? [] : rowsOrNone(query, rest, options);
  }
}

/** `2026-03-29 01:59:59.999999999`, in UTC. Source: Timestream Developer Guide, "Data types". */
const Timestamp = v.pipe(
  v.string(),
  v.transform((text) => parseTime(`${text.replace(' ', 'T')}Z`)),
  v.bigint(),
);
const Measured = v.object({
  time: Timestamp,
  metric: v.string(),
  value: v.nullable(v.pipe(v.string(), v.transform(Number))),
  text: v.nullable(v.string()),
});

function readingOf(row: Row, { organizationId, deviceId }: PageQuery): Reading {
  const measured = v.parse(Measured, {
    time: row.get('time'),
    metric: row.get('measure_name'),
    value: row.get('value'),
    text: row.get('text'),
  });
  return { organizationId, deviceId, ...measured };
}
