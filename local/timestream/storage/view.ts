import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from './columns.ts';
import { identifier } from './sql.ts';
import type { TableRecord, TableSettings } from './types.ts';

/** The variable that every querying connection sets: milliseconds since the epoch. */
export const NOW_VARIABLE = 'ts_now_ms';

const DAY_NS = 86_400_000_000_000n;

/** The oldest time, in nanoseconds since the epoch, that the magnetic store keeps. */
export function oldestKeptNs({ magneticDays }: TableSettings, nowMs: number): bigint {
  return BigInt(Math.floor(nowMs)) * 1_000_000n - BigInt(magneticDays) * DAY_NS;
}

/**
 * Makes what queries see of a table under its own name: its columns, without the rows that retention has ended, and without those
 * that are still on their way to the readers.
 */
export async function createView(
  connection: DuckDBConnection,
  table: TableRecord,
  columns: readonly Column[],
  visibilityDelayMs: number,
): Promise<void> {
  const names = (wanted: Column['kind']) =>
    columns.filter(({ kind }) => kind === wanted).map(({ name }) => identifier(name));
  const selected = [...names('DIMENSION'), 'measure_name', '"time"', ...names('MEASURE')];
  const now = `CAST(getvariable('${NOW_VARIABLE}') AS BIGINT)`;
  const days = table.settings.magneticDays;
  const oldest = `greatest(0, ${now} * 1000000 - ${days} * ${DAY_NS.toString()})`;
  const conditions = [`"time" >= make_timestamp_ns(${oldest})`];
  if (visibilityDelayMs > 0) conditions.push(`ts_written <= ${now} - ${visibilityDelayMs}`);
  await connection.run(
    `CREATE OR REPLACE VIEW ${identifier(table.database)}.${identifier(table.name)} AS
     SELECT ${selected.join(', ')} FROM main.ts_rows_${table.id} WHERE ${conditions.join(' AND ')}`,
  );
}
