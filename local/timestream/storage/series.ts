import type { DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import type { Point } from './types.ts';

export interface Series {
  readonly id: bigint;
  /** Between these times, in nanoseconds, the series may have rows; outside it has none. */
  firstNs: bigint;
  lastNs: bigint;
}

const storedRow = v.tuple([v.bigint(), v.string(), v.nullable(v.bigint()), v.nullable(v.bigint())]);

/**
 * The series (dimensions and measure name) of a table. As readings mostly arrive in order of time, a series' range says without a
 * look at the rows that a record is new.
 */
export class SeriesIndex {
  private readonly byKey = new Map<string, Series>();
  private unsaved: (readonly [id: bigint, key: string])[] = [];
  private lastId = 0n;

  static async load(connection: DuckDBConnection, seriesTable: string, rows: string): Promise<SeriesIndex> {
    const index = new SeriesIndex();
    const result = await connection.runAndReadAll(
      `SELECT id, key, first, last FROM ${seriesTable} LEFT JOIN
         (SELECT ts_series, min(epoch_ns("time")) AS first, max(epoch_ns("time")) AS last FROM ${rows} GROUP BY ts_series)
       ON id = ts_series`,
    );
    for (const row of result.getRows()) {
      const [id, key, first, last] = v.parse(storedRow, row);
      index.byKey.set(key, first === null || last === null ? emptySeries(id) : { id, firstNs: first, lastNs: last });
      if (id > index.lastId) index.lastId = id;
    }
    return index;
  }

  /** The series of `point`, made where it is new. */
  of(point: Point): Series {
    const key = JSON.stringify([point.measureName, point.dimensions]);
    const known = this.byKey.get(key);
    if (known) return known;
    this.lastId += 1n;
    const series = emptySeries(this.lastId);
    this.byKey.set(key, series);
    this.unsaved.push([series.id, key]);
    return series;
  }

  async save(connection: DuckDBConnection, schema: string, seriesTable: string): Promise<void> {
    if (this.unsaved.length === 0) return;
    const appender = await connection.createAppender(seriesTable, schema);
    for (const [id, key] of this.unsaved) {
      appender.appendBigInt(id);
      appender.appendVarchar(key);
      appender.endRow();
    }
    appender.closeSync();
    this.unsaved = [];
  }
}

export function mayHold(series: Series, timeNs: bigint): boolean {
  return series.firstNs <= timeNs && timeNs <= series.lastNs;
}

export function widen(series: Series, timeNs: bigint): void {
  if (timeNs < series.firstNs) series.firstNs = timeNs;
  if (timeNs > series.lastNs) series.lastNs = timeNs;
}

const NEVER_BEFORE = 2n ** 63n;

function emptySeries(id: bigint): Series {
  return { id, firstNs: NEVER_BEFORE, lastNs: -1n };
}
