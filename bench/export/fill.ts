import type { DuckDBConnection } from '@duckdb/node-api';
import type { ReceivedReading } from '../../functions/shared/readings/store.ts';
import { writeRequest } from '../../functions/shared/readings/timestream/records.ts';
import { silentLog } from '../../local/shared/log.ts';
import { READINGS } from '../../local/stack/names.ts';
import { ensureReadingsDatabase } from '../../local/stack/resources/readings.ts';
import { createTimestream } from '../../local/timestream/index.ts';
import { openEngine } from '../../local/timestream/storage/engine.ts';
import { BEGIN, DEVICES, METRICS, MINUTE, ORGANIZATION_ID, SERIES } from './data.ts';

const RECORDS_PER_WRITE = 100;
const MILLISECOND = 1_000_000n;

/**
 * Fills a Timestream stand-in with `rows` readings. The first of each series are written as a sensor's are; as the wire takes 100 records
 * at a time, the others are made of those inside the database.
 */
export async function fill(directory: string, rows: number): Promise<void> {
  await writeFirstReadings(directory);
  const engine = await openEngine(directory);
  const connection = await engine.connect();
  await copyReadings(connection, rows / SERIES);
  connection.closeSync();
  engine.close();
}

async function writeFirstReadings(directory: string): Promise<void> {
  const timestream = await createTimestream({ directory, log: silentLog });
  await ensureReadingsDatabase(timestream.call);
  const readings = DEVICES.flatMap(({ id }, device) =>
    METRICS.map(({ name }, metric) => ({
      organizationId: ORGANIZATION_ID,
      deviceId: id,
      metric: name,
      time: BEGIN + BigInt(device * 211 + metric) * MILLISECOND,
      value: 20 + metric,
      text: null,
      receivedAt: Number(BEGIN / MILLISECOND),
    })),
  );
  for (let from = 0; from < readings.length; from += RECORDS_PER_WRITE)
    await timestream.call('WriteRecords', writeRequest(READINGS, readings.slice(from, from + RECORDS_PER_WRITE)));
  await timestream.call('WriteRecords', writeRequest(READINGS, readings.slice(0, 1).map(textBefore)));
  await timestream.close();
}

/** A reading before those that are exported: with the first text there comes the column of texts. */
function textBefore(reading: ReceivedReading): ReceivedReading {
  return { ...reading, time: BEGIN - MINUTE, value: null, text: 'open' };
}

/** Gives each series a reading in each of the minutes from 1 to `minutes` - 1: a slow wave with noise, to two decimals, up to 17 s late. */
async function copyReadings(connection: DuckDBConnection, minutes: number): Promise<void> {
  const [[id] = []] = (await connection.runAndReadAll('SELECT id FROM main.ts_tables')).getRows();
  const rows = `main.ts_rows_${Number(id)}`;
  await connection.run(
    `INSERT INTO ${rows} BY NAME
     SELECT first.* REPLACE (
       make_timestamp_ns(epoch_ns(first."time") + minute * ${MINUTE} + CAST(hash(minute, ts_series) % 17000 AS BIGINT) * ${MILLISECOND}) AS "time",
       round(first.value + 5 * sin(minute / 230.0 + ts_series) + hash(ts_series, minute) % 100 / 100.0, 2) AS value
     )
     FROM range(1, ${minutes}) minutes(minute), ${rows} first
     WHERE first.text IS NULL`,
  );
  await connection.run('CHECKPOINT');
}
