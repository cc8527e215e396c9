import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Item } from '../dynamodb/batch-get.ts';
import type { Nanoseconds } from '../time.ts';
import { formatTime, parseTime } from '../time.ts';
import type { ReceivedReading } from '../readings/store.ts';
import type { DeviceKey } from './ports.ts';

/** A device's row in the `latest` table. */
export interface LatestRow {
  /** Newest reading by metric. */
  readings: ReadonlyMap<string, LatestValue>;
  /** Counts the writes: the next one is conditional on it. */
  revision: number;
}

export type LatestValue = Pick<ReceivedReading, 'time' | 'value' | 'text' | 'receivedAt'>;

/** An item holds 400 KB; that many of the longest texts with the longest names are well below it. */
const MAX_METRICS = 200;

/**
 * The row after `readings`: of each metric the newest, and of the same time the one received last; of more than 200 metrics the newest 200.
 * Answers `undefined` where nothing changes.
 */
export function mergeLatest(row: LatestRow | undefined, readings: readonly ReceivedReading[]): LatestRow | undefined {
  const latest = new Map(row?.readings);
  let changed = false;
  for (const { metric, time, value, text, receivedAt } of readings) {
    const known = latest.get(metric);
    if (known && !isNewer({ time, receivedAt }, known)) continue;
    latest.set(metric, { time, value, text, receivedAt });
    changed = true;
  }
  if (!changed) return undefined;
  const newest = [...latest].sort(([, one], [, other]) => compareTimes(other.time, one.time)).slice(0, MAX_METRICS);
  return { readings: new Map(newest), revision: (row?.revision ?? 0) + 1 };
}

function isNewer(one: Pick<LatestValue, 'time' | 'receivedAt'>, other: LatestValue): boolean {
  return one.time > other.time || (one.time === other.time && one.receivedAt > other.receivedAt);
}

function compareTimes(one: Nanoseconds, other: Nanoseconds): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The time of the newest reading of any metric. A row has at least one. */
export function lastSeenAt({ readings }: LatestRow): string {
  const times = [...readings.values()].map(({ time }) => time);
  return formatTime(times.reduce((one, other) => (one > other ? one : other)));
}

/** `readings` as DynamoDB has it. Written by hand: the SDK's marshaller refuses numbers that are beyond exact integers. */
export function readingsAttribute({ readings }: LatestRow): AttributeValue {
  const entries = [...readings].map(([metric, { time, value, text, receivedAt }]): [string, AttributeValue] => {
    const members: Item = { time: { S: formatTime(time) }, receivedAt: { N: receivedAt.toString() } };
    if (value !== null) members.value = { N: value.toString() };
    if (text !== null) members.text = { S: text };
    return [metric, { M: members }];
  });
  return { M: Object.fromEntries(entries) };
}

const NumberAttribute = v.pipe(
  v.object({ N: v.string() }),
  v.transform(({ N }) => Number(N)),
);
const StringAttribute = v.pipe(
  v.object({ S: v.string() }),
  v.transform(({ S }) => S),
);
const Value = v.pipe(
  v.object({
    M: v.object({
      time: v.pipe(StringAttribute, v.transform(parseTime), v.bigint()),
      value: v.optional(NumberAttribute),
      text: v.optional(StringAttribute),
      receivedAt: v.optional(NumberAttribute),
    }),
  }),
  v.transform(({ M: { time, value, text, receivedAt } }): LatestValue => {
    return { time, value: value ?? null, text: text ?? null, receivedAt: receivedAt ?? 0 };
  }),
);
const Row = v.object({
  readings: v.object({ M: v.custom<Record<string, unknown>>((map) => typeof map === 'object' && map !== null) }),
  revision: NumberAttribute,
});

/** @throws ValiError for an item that is not one of {@link readingsAttribute} */
export function parseLatestRow(item: Item): LatestRow {
  const { readings, revision } = v.parse(Row, item);
  // Not a `v.record`: that drops metrics named as a member of Object, such as `constructor`.
  const values = Object.entries(readings.M).map(([metric, value]) => [metric, v.parse(Value, value)] as const);
  return { readings: new Map(values), revision };
}

const Key = v.object({ organizationId: StringAttribute, deviceId: StringAttribute });

/** The device that an item, or a key, is of. */
export function parseLatestKey(item: Item): DeviceKey {
  return v.parse(Key, item);
}
