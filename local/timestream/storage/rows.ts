import { DuckDBTimestampNanosecondsValue, INTEGER, LIST, BIGINT, listValue } from '@duckdb/node-api';
import type { DuckDBAppender, DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { Columns } from './columns.ts';
import type { Column } from './columns.ts';
import { merge } from './merge.ts';
import type { StoredRow } from './merge.ts';
import { mayHold, SeriesIndex, widen } from './series.ts';
import type { Series } from './series.ts';
import { identifier } from './sql.ts';
import type { Cell, Point, Rejection, TableRecord } from './types.ts';
import { createView, oldestKeptNs } from './view.ts';

interface Placed {
  readonly point: Point;
  readonly series: Series;
}

interface ExistingRow extends StoredRow {
  readonly rowId: bigint;
  readonly writtenMs: bigint;
}

interface StagedRow extends StoredRow {
  readonly placed: Placed;
  readonly writtenMs: bigint;
}

/** The rows of one table. All methods run within a transaction of the one writing connection. */
export class Rows {
  private readonly table: TableRecord;
  private readonly columns: Columns;
  private readonly series: SeriesIndex;

  private constructor(table: TableRecord, columns: Columns, series: SeriesIndex) {
    this.table = table;
    this.columns = columns;
    this.series = series;
  }

  static async load(connection: DuckDBConnection, table: TableRecord): Promise<Rows> {
    const columns = await Columns.load(connection, table.id);
    return new Rows(table, columns, await SeriesIndex.load(connection, seriesOf(table), rowsOf(table)));
  }

  /**
   * Writes the points of several requests, in order. Answers what each request rejects. After a rejection of the promise this
   * object no longer knows what is stored: load it anew.
   */
  async write(
    connection: DuckDBConnection,
    requests: readonly (readonly Point[])[],
    { nowMs, visibilityDelayMs }: { nowMs: number; visibilityDelayMs: number },
  ): Promise<Rejection[][]> {
    const rejections: Rejection[][] = requests.map(() => []);
    const placed = requests.map((points, request) => points.flatMap((point) => this.place(point, rejections[request])));
    if (await this.columns.save(connection, this.table, rowsOf(this.table)))
      await createView(connection, this.table, this.columns.all, visibilityDelayMs);
    const existing = await this.find(connection, placed.flat());
    const staged = new Map<string, StagedRow>();
    placed.forEach((points, request) => {
      for (const each of points) stage(each, { existing, staged, nowMs, rejections: rejections[request] });
    });
    await this.replace(connection, existing, staged);
    return rejections;
  }

  private place(point: Point, rejections: Rejection[] | undefined): Placed[] {
    const problem = this.columns.admit(point);
    if (problem === undefined) return [{ point, series: this.series.of(point) }];
    rejections?.push({ RecordIndex: point.index, Reason: problem });
    return [];
  }

  /** The rows that are there for the series and times of `placed`. */
  private async find(connection: DuckDBConnection, placed: readonly Placed[]): Promise<Map<string, ExistingRow>> {
    const sought = placed.filter(({ point, series }) => mayHold(series, point.timeNs));
    const found = new Map<string, ExistingRow>();
    if (sought.length === 0) return found;
    const times = sought.map(({ point }) => point.timeNs);
    const measures = this.columns.all.filter(({ kind }) => kind === 'MEASURE');
    const result = await connection.runAndReadAll(
      `SELECT k.i, r.rowid, r.ts_version, r.ts_written${measures.map((column) => `, ${cellExpression(column)}`).join('')}
       FROM ${rowsOf(this.table)} r JOIN (SELECT unnest($1) AS series, unnest($2) AS ns, unnest($3) AS i) k
         ON r.ts_series = k.series AND r."time" = make_timestamp_ns(k.ns)
       WHERE r."time" BETWEEN make_timestamp_ns($4) AND make_timestamp_ns($5)`,
      [
        listValue(sought.map(({ series }) => series.id)),
        listValue(times),
        listValue(sought.map((_, index) => index)),
        times.reduce((least, time) => (time < least ? time : least)),
        times.reduce((most, time) => (time > most ? time : most)),
      ],
      [LIST(BIGINT), LIST(BIGINT), LIST(INTEGER), BIGINT, BIGINT],
    );
    for (const [index, rowId, version, writtenMs, ...cells] of result.getRows()) {
      const key = keyOf(sought[Number(index)]);
      found.set(key, {
        rowId: bigint(rowId),
        version: bigint(version),
        writtenMs: bigint(writtenMs),
        cells: new Map(measures.flatMap(({ name }, at) => cellEntry(name, cells[at]))),
      });
    }
    return found;
  }

  private async replace(
    connection: DuckDBConnection,
    existing: ReadonlyMap<string, ExistingRow>,
    staged: ReadonlyMap<string, StagedRow>,
  ): Promise<void> {
    const replaced = [...staged.keys()].flatMap((key) => existing.get(key)?.rowId ?? []);
    if (replaced.length > 0)
      await connection.run(`DELETE FROM ${rowsOf(this.table)} WHERE rowid IN (${replaced.join(', ')})`);
    await this.series.save(connection, 'main', seriesName(this.table));
    if (staged.size === 0) return;
    const appender = await connection.createAppender(rowsName(this.table), 'main');
    for (const row of staged.values()) appendRow(appender, this.columns.all, row);
    appender.closeSync();
    for (const { placed } of staged.values()) widen(placed.series, placed.point.timeNs);
  }

  /** Deletes the rows that are older than the magnetic store keeps them. */
  async expire(connection: DuckDBConnection, nowMs: number): Promise<void> {
    const oldest = oldestKeptNs(this.table.settings, nowMs);
    if (oldest > 0n)
      await connection.run(`DELETE FROM ${rowsOf(this.table)} WHERE "time" < make_timestamp_ns(${oldest.toString()})`);
  }
}

/** Makes what holds the rows of a new table, and its view. */
export async function createRows(
  connection: DuckDBConnection,
  table: TableRecord,
  visibilityDelayMs: number,
): Promise<void> {
  await connection.run(
    `CREATE TABLE ${rowsOf(table)}
       (ts_series BIGINT, ts_version BIGINT, ts_written BIGINT, measure_name VARCHAR, "time" TIMESTAMP_NS)`,
  );
  await connection.run(`CREATE TABLE ${seriesOf(table)} (id BIGINT, key VARCHAR)`);
  await createView(connection, table, [], visibilityDelayMs);
}

export async function dropRows(connection: DuckDBConnection, table: TableRecord): Promise<void> {
  await connection.run(`DROP VIEW ${identifier(table.database)}.${identifier(table.name)}`);
  await connection.run(`DROP TABLE ${rowsOf(table)}`);
  await connection.run(`DROP TABLE ${seriesOf(table)}`);
  await connection.run('DELETE FROM main.ts_columns WHERE table_id = $1', [table.id]);
}

const rowsName = ({ id }: TableRecord): string => `ts_rows_${id}`;
const seriesName = ({ id }: TableRecord): string => `ts_series_${id}`;
const rowsOf = (table: TableRecord): string => `main.${rowsName(table)}`;
const seriesOf = (table: TableRecord): string => `main.${seriesName(table)}`;

function keyOf(placed: Placed | undefined): string {
  return placed ? `${placed.series.id.toString()}:${placed.point.timeNs.toString()}` : '';
}

function stage(
  placed: Placed,
  {
    existing,
    staged,
    nowMs,
    rejections,
  }: {
    existing: ReadonlyMap<string, ExistingRow>;
    staged: Map<string, StagedRow>;
    nowMs: number;
    rejections: Rejection[] | undefined;
  },
): void {
  const { point } = placed;
  const key = keyOf(placed);
  const present = staged.get(key) ?? existing.get(key);
  const decision = merge(present, point);
  if (decision.action === 'write') {
    const cells = new Map(point.measures.map(({ column, value }) => [column, value]));
    // A reader that already sees the row sees its new values at once.
    const writtenMs = present?.writtenMs ?? BigInt(Math.floor(nowMs));
    staged.set(key, { placed, version: point.version, cells, writtenMs });
  } else if (decision.action === 'reject') {
    const { reason, existingVersion } = decision;
    rejections?.push({ RecordIndex: point.index, Reason: reason, ExistingVersion: Number(existingVersion) });
  }
}

function appendRow(
  appender: DuckDBAppender,
  columns: readonly Column[],
  { placed, version, cells, writtenMs }: StagedRow,
) {
  const { point, series } = placed;
  appender.appendBigInt(series.id);
  appender.appendBigInt(version);
  appender.appendBigInt(writtenMs);
  appender.appendVarchar(point.measureName);
  appender.appendTimestampNanoseconds(new DuckDBTimestampNanosecondsValue(point.timeNs));
  const dimensions = new Map(point.dimensions);
  for (const { kind, name, type } of columns)
    appendCell(appender, type === 'TIMESTAMP', kind === 'DIMENSION' ? dimensions.get(name) : cells.get(name));
  appender.endRow();
}

function appendCell(appender: DuckDBAppender, isTimestamp: boolean, cell: Cell | undefined): void {
  if (cell === undefined) appender.appendNull();
  else if (typeof cell === 'string') appender.appendVarchar(cell);
  else if (typeof cell === 'number') appender.appendDouble(cell);
  else if (typeof cell === 'boolean') appender.appendBoolean(cell);
  else if (isTimestamp) appender.appendTimestampNanoseconds(new DuckDBTimestampNanosecondsValue(cell));
  else appender.appendBigInt(cell);
}

function cellExpression({ name, type }: Column): string {
  const column = `r.${identifier(name)}`;
  return type === 'TIMESTAMP' ? `epoch_ns(${column})` : column;
}

function cellEntry(name: string, value: DuckDBValue | undefined): (readonly [string, Cell])[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') throw new TypeError(`The column ${name} has an unexpected type`);
  return [[name, value]];
}

function bigint(value: DuckDBValue | undefined): bigint {
  if (typeof value !== 'bigint') throw new TypeError('Expected a 64-bit integer of the database');
  return value;
}
