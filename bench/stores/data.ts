import type { ReceivedReading } from '../../functions/shared/readings/store.ts';
import type { Nanoseconds } from '../../functions/shared/time.ts';
import { fromMilliseconds } from '../../functions/shared/time.ts';

/** What both stores have: a year of one device that measures two metrics each minute. */
export const ORGANIZATION_ID = '01JB0000000000000000000000';
export const DEVICE_ID = '01JB0000XK7V2M9QH4T6WD3RC8';
export const METRICS = [
  { name: 'temperature', unit: '°C' },
  { name: 'humidity', unit: '%' },
] as const;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
export const MINUTES_A_DAY = 24 * 60;
export const READINGS_A_DAY = METRICS.length * MINUTES_A_DAY;

/** In ms since 1970, as are all times here that have no other unit. */
const BEGIN = Date.UTC(2025, 0, 1);

export const beginOfDay = (day: number): number => BEGIN + day * DAY_MS;

/** The period of so many days, in ns. */
export function periodOf(days: number): { from: Nanoseconds; to: Nanoseconds } {
  return { from: fromMilliseconds(beginOfDay(0)), to: fromMilliseconds(beginOfDay(days)) };
}

/** The readings of a day, the first being 0: by time and then by metric. */
export function readingsOfDay(day: number): ReceivedReading[] {
  return Array.from({ length: MINUTES_A_DAY }, (_, minute) => minute).flatMap((minute) =>
    readingsAt({ at: beginOfDay(day) + minute * MINUTE_MS, metrics: METRICS.length, deviceId: DEVICE_ID }),
  );
}

/** What a device measures at once, in metrics that are named as {@link METRICS} as far as these go: it takes up to 0.4 s to measure, and as long to send. */
export function readingsAt(sample: { at: number; metrics: number; deviceId: string }): ReceivedReading[] {
  const { at, deviceId } = sample;
  const time = at + (random(at) % 400);
  return Array.from({ length: sample.metrics }, (_, metric) => ({
    organizationId: ORGANIZATION_ID,
    deviceId,
    metric: METRICS[metric]?.name ?? `metric-${metric + 1}`,
    time: fromMilliseconds(time),
    value: valueAt(at, metric),
    text: null,
    receivedAt: time + 40 + (random(at + 1) % 400),
  })).sort((one, other) => (one.metric < other.metric ? -1 : 1));
}

/** A year's wave, a day's wave and noise, to two decimals. */
function valueAt(at: number, metric: number): number {
  const days = at / DAY_MS;
  const waves = 9 * Math.sin((2 * Math.PI * days) / 365 + metric) + 4 * Math.sin(2 * Math.PI * days + metric);
  const noise = (random(at + 2 + metric) % 101) / 100;
  return Math.round(100 * (30 + 20 * metric + waves + noise)) / 100;
}

/** A whole number of 32 bits that looks like chance, always the same of the same. */
function random(seed: number): number {
  let bits = Math.imul(seed ^ Math.floor(seed / 2 ** 32), 0x9e3779b1) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35) >>> 0;
  return (bits ^ (bits >>> 16)) >>> 0;
}
