import { createHash } from 'node:crypto';
import { groupBy } from '../../collections.ts';
import type { ReceivedReading } from '../store.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readSeries, writeSeries } from './columns.ts';
import { runExpiry } from './expiry.ts';
import { bytesOf, textOf } from './item.ts';
import { hourBegin, hourOf, parseSortKey, partitionOf, runKey, type Hour } from './keys.ts';
import { seriesOf } from './merge.ts';
import { seal, unseal } from './seal.ts';
import type { Series } from './series.ts';
import type { Item } from './table.ts';

/** Readings of one device and hour as an item. */
export interface Run {
  item: Item;
  pk: string;
  hour: Hour;
  /** Which of the given readings are in it. */
  indexes: number[];
}

interface Indexed {
  index: number;
  reading: ReceivedReading;
}

/** The most bytes of readings an item has: a query's page of 1 MB then has several, and a lost write does not repeat much. */
const RUN_BYTES = 100 * 1024;
/** The bytes by which two runs of an hour are told apart. */
const DIGEST_BYTES = 12;

/**
 * Readings as items to be put, a device and hour each; several where they are many. The same readings give the same items, but for when they expire.
 * @param options now: ms since 1970
 */
export function runItems(readings: readonly ReceivedReading[], options: { now: number; retentionDays: number }): Run[] {
  const indexed = readings.map((reading, index) => ({ index, reading }));
  const groups = groupBy(indexed, ({ reading }) => `${partitionOf(reading)} ${hourOf(reading.time)}`);
  return [...groups.values()].flatMap((group) => runsOfGroup(group, options));
}

/** The readings of a run, by metric. @throws TypeError, RangeError where the item is not a run */
export function readRun(item: Item): { hour: Hour; series: ReadonlyMap<string, Series> } {
  const key = parseSortKey(textOf(item, 'sk'));
  if (key.kind !== 'run') throw new TypeError(`The item with the sort key ${textOf(item, 'sk')} is not a run`);
  const reader = new ByteReader(unseal(bytesOf(item, 'data')));
  const series = new Map<string, Series>();
  while (!reader.isAtEnd) {
    const metric = reader.text();
    series.set(metric, readSeries(reader, hourBegin(key.hour)));
  }
  return { hour: key.hour, series };
}

function runsOfGroup(group: readonly Indexed[], options: { now: number; retentionDays: number }): Run[] {
  const [first] = group;
  if (!first) return [];
  const hour = hourOf(first.reading.time);
  const data = pack(hour, group);
  if (data.length > RUN_BYTES && group.length > 1) {
    const half = Math.ceil(group.length / 2);
    return [group.slice(0, half), group.slice(half)].flatMap((part) => runsOfGroup(part, options));
  }
  const pk = partitionOf(first.reading);
  const item = {
    pk: { S: pk },
    sk: { S: runKey(hour, digestOf(data)) },
    data: { B: data },
    expires: { N: runExpiry(hour, options).toString() },
  };
  return [{ item, pk, hour, indexes: group.map(({ index }) => index) }];
}

function pack(hour: Hour, group: readonly Indexed[]): Uint8Array {
  const metrics = groupBy(group, ({ reading }) => reading.metric);
  const writer = new ByteWriter();
  for (const [metric, readings] of [...metrics].sort(([one], [other]) => (one < other ? -1 : 1))) {
    writer.text(metric);
    const series = seriesOf(
      hour,
      readings.map(({ reading }) => reading),
    );
    writeSeries(writer, series);
  }
  return seal(writer.bytes());
}

function digestOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest().subarray(0, DIGEST_BYTES).toString('base64url');
}
