import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { groupBy } from '../../collections.ts';
import type { Nanoseconds } from '../../time.ts';
import type { ReceivedReading } from '../store.ts';
import { moments } from './calendar.ts';
import type { TestStore } from './stores.ts';
import { newDevice, organizationId, write } from './suite/cases.ts';

const MILLISECOND = 1_000_000n;
const SECOND = 1000n * MILLISECOND;
const HOUR = 3600n * SECOND;
const DAY = 24n * HOUR;

/** Offsets with minutes, clock changes of an hour and of half an hour. */
export const HISTORY_ZONES = [
  ...['UTC', 'Europe/Paris', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe'],
] as const;
/** Names that a key or an order that is not quite right would mix up. */
export const HISTORY_METRICS = ['a', 'a-', 'a.b', 'a/b', 'a:b', 'aB', 'ab', 'B'] as const;

const PLACES = HISTORY_ZONES.flatMap((zone) => [...moments(zone, 2023), ...moments(zone, 2024)]);

/** A time at, near, or days away from a moment at which windows are easily wrong. */
export const times = fc
  .tuple(
    fc.constantFrom(...PLACES),
    fc.oneof(
      fc.constantFrom(0n, 0n, -1n, 1n, HOUR, -HOUR),
      fc.bigInt({ min: -3n * HOUR, max: 3n * HOUR }),
      fc.bigInt({ min: -40n * DAY, max: 40n * DAY }),
    ),
  )
  .map(([place, distance]) => place + distance);

/** How far apart the readings of a stretch are, and how many there may be: so that no stretch has very many hours. */
const STEPS: readonly (readonly [step: Nanoseconds, most: number])[] = [
  [1n, 30],
  [250n * MILLISECOND, 100],
  [7n * SECOND + 1n, 150],
  [61n * SECOND, 150],
  [17n * 60n * SECOND, 60],
  [HOUR, 20],
  [25n * HOUR, 12],
  [9n * DAY, 12],
];

/** Readings of one series at even distances. */
const stretches = fc.record({
  device: fc.nat(1),
  metric: fc.constantFrom(...HISTORY_METRICS),
  begin: times,
  step: fc.constantFrom(...STEPS),
  length: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('wave', 'wave', 'wave', 'steps', 'large', 'text', 'long text', 'both'),
  phase: fc.nat(100),
});
type Stretch = typeof stretches extends fc.Arbitrary<infer T> ? T : never;

/** How readings arrive: in some writes, in any order, some of them again. */
const arrivals = fc.record({
  /** One for each write: whether the store then does what it would do in its own time. */
  settled: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
  seed: fc.nat(1000),
  /** Of so many readings one was received twice, with two values. */
  repeatEvery: fc.integer({ min: 2, max: 15 }),
});

export const histories = fc.record({
  stretches: fc.array(stretches, { minLength: 1, maxLength: 8 }),
  arrival: arrivals,
});
type Drawn = typeof histories extends fc.Arbitrary<infer T> ? T : never;

/** What two devices sent. */
export interface History {
  deviceIds: readonly string[];
  writes: readonly { readings: readonly ReceivedReading[]; isSettled: boolean }[];
}

/** @param options isDistinct: whether all numbers are to be different, so that there is but one smallest and one largest */
export function historyOf({ stretches, arrival }: Drawn, { isDistinct = false } = {}): History {
  const deviceIds = [newDevice(), newDevice()];
  const sent = stretches.flatMap((stretch) => readingsOf(stretch, deviceIds[stretch.device] ?? ''));
  const received = sent.flatMap((reading, index) => {
    const change = isDistinct && reading.value !== null ? { value: reading.value + index * 1e-6 } : {};
    const first = { ...reading, ...change, receivedAt: FIRST_RECEIVED + index };
    return index % arrival.repeatEvery === 0 ? [first, repeated(first, index)] : [first];
  });
  const count = arrival.settled.length;
  const inWrite = groupBy(shuffled(received, arrival.seed).entries(), ([place]) => place % count);
  return {
    deviceIds,
    writes: arrival.settled.map((isSettled, index) => {
      const readings = (inWrite.get(index) ?? []).map(([, reading]) => reading);
      // A write has each reading once.
      return { isSettled, readings: [...new Map(readings.map((reading) => [keyOf(reading), reading])).values()] };
    }),
  };
}

/** Gives a store what devices sent. */
export async function live(store: TestStore, { writes }: History): Promise<void> {
  for (const { readings, isSettled } of writes) {
    await write(store, readings);
    if (isSettled) await store.settle();
  }
}

const FIRST_RECEIVED = Date.UTC(2025, 0, 1);
/** More than there are readings. */
const MUCH_LATER = 1_000_000;

const keyOf = ({ deviceId, metric, time }: ReceivedReading) => `${deviceId} ${metric} ${time}`;

function readingsOf({ metric, begin, step, length, kind, phase }: Stretch, deviceId: string) {
  const [distance, most] = step;
  return Array.from({ length: Math.ceil(length * most) }, (_, index) => ({
    organizationId,
    deviceId,
    metric,
    time: begin + distance * BigInt(index),
    ...measured(kind, index + phase),
  }));
}

function measured(kind: Stretch['kind'], index: number): { value: number | null; text: string | null } {
  switch (kind) {
    case 'wave':
      return { value: 50 * Math.sin(index / 9), text: null };
    case 'steps':
      return { value: (Math.floor(index / 7) % 4) - 1, text: null };
    case 'large':
      return { value: (index % 2 === 0 ? 1 : -1) * 1.5 ** (index % 60) * 1e-6, text: null };
    case 'text':
      return { value: null, text: `state ${index % 3}` };
    case 'long text':
      return { value: null, text: longText(index) };
    case 'both':
      return { value: index, text: `é${index}` };
  }
}

/** So long, and so little alike, that some dozens of them are more than is stored in one piece. */
function longText(seed: number): string {
  return Array.from({ length: 24 }, (_, part) => createHash('sha256').update(`${seed} ${part}`).digest('base64')).join(
    '',
  );
}

/** The same reading with another value, or now and then a text, that was received later or before. */
function repeated(reading: ReceivedReading, index: number): ReceivedReading {
  const isLater = index % 3 > 0;
  const other = index % 5 === 0 ? { value: null, text: 'repeated' } : { value: 100 + index * 1e-6, text: null };
  return { ...reading, ...other, receivedAt: reading.receivedAt + (isLater ? MUCH_LATER : -MUCH_LATER) };
}

/** Always alike for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  // Multiples of a prime, beyond a larger one: an order without a pattern that a store might share.
  const placed = items.map((item, index) => ({ item, place: ((index + 1) * (7919 + 2 * seed)) % 104_729 }));
  return placed.sort((one, other) => one.place - other.place).map(({ item }) => item);
}
