import { setTimeout as wait } from 'node:timers/promises';
import { chunks } from '../../collections.ts';
import { backoff } from '../../concurrency.ts';
import type { Nanoseconds } from '../../time.ts';
import type { ReadingWriter, ReceivedReading } from '../store.ts';
import type { Deadline } from './compact.ts';
import { mergedHours } from './hours.ts';
import type { Hour } from './keys.ts';
import { hourBegin, partitionOf } from './keys.ts';
import { readingsIn } from './merge.ts';
import type { ReadingsTable } from './table.ts';

export interface EraseOptions {
  table: ReadingsTable;
  writer: ReadingWriter;
  /** ms since 1970. */
  clock: () => number;
  retentionDays: number;
}

/** What is to be erased: the readings of one device and metric in [from, to). */
export interface Erasure {
  organizationId: string;
  deviceId: string;
  metric: string;
  from: Nanoseconds;
  to: Nanoseconds;
}

export interface Erased {
  /** How many readings were erased. */
  readings: number;
  /** The hour to go on with; null when all is done. */
  after: Hour | null;
}

const READINGS_A_WRITE = 2000;
const ATTEMPTS = 5;

/**
 * Erases readings, merged or not: by a reading with nothing in it in the place of each, received now. So no answer has them any more, summaries lose them
 * when the hour is merged, and what is delivered once more does not bring them back; what is recorded later in their place counts. Readings that are on
 * their way, and stored after this, are not found. May end at any point and be begun anew: what was erased before is not counted again.
 */
export async function erase(
  { table, writer, clock, retentionDays }: EraseOptions,
  { from, to, ...erasure }: Erasure,
  { after, deadline }: { after: Hour | null; deadline: Deadline },
): Promise<Erased> {
  const { organizationId, deviceId, metric } = erasure;
  const begin = after === null || hourBegin(after) < from ? from : hourBegin(after);
  const query = {
    pk: partitionOf({ organizationId, deviceId }),
    metrics: [metric],
    from: begin,
    to,
    order: 'ASC',
  } as const;
  let readings = 0;
  for await (const { hour, series } of mergedHours(query, { table, clock, retentionDays, signal: deadline.signal })) {
    if (clock() >= deadline.beginsBefore) return { readings, after: hour };
    const found = series.get(metric);
    const tombstones = [...(found ? readingsIn(found) : [])].map(({ time, receivedAt }) => ({
      organizationId,
      deviceId,
      metric,
      time,
      value: null,
      text: null,
      receivedAt: Math.max(clock(), receivedAt),
    }));
    for (const chunk of chunks(tombstones, READINGS_A_WRITE))
      readings += await writeAll(writer, chunk, deadline.signal);
  }
  return { readings, after: null };
}

/** @returns how many were stored; the others have become too old in this moment */
async function writeAll(
  writer: ReadingWriter,
  readings: readonly ReceivedReading[],
  signal: AbortSignal,
): Promise<number> {
  let left = readings;
  let rejected = 0;
  for (let attempt = 0; ; attempt++) {
    const result = await writer.write(left);
    rejected += result.rejected.length;
    const [first] = result.retryable;
    if (!first) return readings.length - rejected;
    if (attempt === ATTEMPTS) throw first.cause;
    const again = new Set(result.retryable.map(({ index }) => index));
    left = left.filter((_, index) => again.has(index));
    await wait(backoff(attempt), undefined, { signal });
  }
}
