import { fromMilliseconds } from '../../../time.ts';
import type { ReadingReader, ReceivedReading } from '../../store.ts';
import { HOUR, hourBegin, partitionOf } from '../keys.ts';
import { seriesOf } from '../merge.ts';
import { dynamodbReader } from '../read.ts';
import type { Source } from '../stretches.ts';
import type { HandTable, TableSource } from './merge-by-hand.ts';
import { putHour } from './merge-by-hand.ts';

export const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
/** In a future in which the service itself, which has another clock, finds nothing expired. */
export const NOW = Date.UTC(2096, 1, 29, 10, 31, 5);
export const SECOND = 1_000_000_000n;
export const DAY = 24n * HOUR;
export const RETENTION_DAYS = 800;

let devices = 0;
/** Every case has devices of its own. */
export const newDevice = () => `01JZ8Q6V5X3M9T2B7C4D1E${(++devices).toString().padStart(4, '0')}`;

export const source = (table: HandTable): TableSource => ({
  table,
  clock: () => NOW,
  retentionDays: RETENTION_DAYS,
  signal: new AbortController().signal,
});

export function readerOf(table: Source['table'], timeLimit = 20_000): ReadingReader {
  return dynamodbReader({ table, clock: () => NOW, retentionDays: RETENTION_DAYS, timeLimit });
}

export function reading(deviceId: string, change: Partial<ReceivedReading> = {}): ReceivedReading {
  return { organizationId, deviceId, metric: 'a', time: start, value: 1, text: null, receivedAt: NOW, ...change };
}

/** The begin of a day, and some months before now. */
export const start = fromMilliseconds(Date.UTC(2095, 9, 1));

/** Puts merged hours of a series with a reading each so many seconds. */
export async function putSeries(
  deviceId: string,
  metric: string,
  hours: readonly number[],
  seconds: number,
  table: HandTable,
): Promise<void> {
  const pk = partitionOf({ organizationId, deviceId });
  for (const hour of hours) {
    const readings = Array.from({ length: Math.floor(3600 / seconds) }, (_, index) => ({
      time: hourBegin(hour) + BigInt(index * seconds) * SECOND,
      value: index + hour,
      text: null,
      receivedAt: NOW,
    }));
    await putHour(pk, metric, { hour, series: seriesOf(hour, readings), blocks: 1 }, source(table));
  }
}

export const hoursFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);
