import { ValidationException } from '@aws-sdk/client-timestream-query';
import * as v from 'valibot';
import { parseTime } from '../../time.ts';
import type { PageQuery, Reading, ReadingReader } from '../store.ts';
import type { QueryOptions, Row } from './query.ts';
import { runQuery } from './query.ts';
import type { MeasureColumns, TableName } from './sql.ts';
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

/**
 * A table has a column only once a record had it, so that a table without a textual reading has no `text`, and a new one no column at
 * all; a query that names it is refused. Such a column holds nothing, so the query is asked again without it.
 */
async function rowsOrNone(
  query: PageQuery,
  columns: MeasureColumns,
  options: QueryOptions & { name: TableName },
): Promise<Row[]> {
  try {
    return await runQuery(pageSql(options.name, query, columns), options);
  } catch (error) {
    const missing =
      error instanceof ValidationException ? /Column '(\w+)' does not exist/.exec(error.message)?.[1] : undefined;
    if (missing === undefined) throw error;
    if ((missing === 'value' || missing === 'text') && columns[missing])
      return rowsOrNone(query, { ...columns, [missing]: false }, options);
    return [];
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
