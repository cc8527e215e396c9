import type { MeasuringDeviceQuery } from '../api/generated/documents.ts';
import type { PushedReading } from './device-feed.ts';
import { keyOf } from './series/time.ts';

export type MeasuringDevice = NonNullable<MeasuringDeviceQuery['device']>;
export type LatestReading = MeasuringDevice['latestReadings'][number];

/** A metric that a device names or has readings of. */
export interface MetricInfo {
  name: string;
  /** What people call it; its name where it has nothing better. */
  label: string;
  unit: string | null;
  /** Whether its newest reading is a text: there is no line to draw of texts. */
  isText: boolean;
}

/** The metrics of a device: those that it names, in its order, then the others that it has sent. */
export function metricsOf({ metrics, latestReadings }: MeasuringDevice): MetricInfo[] {
  const newest = new Map(latestReadings.map((reading) => [reading.metric, reading]));
  const named = new Set(metrics.map(({ name }) => name));
  const others = latestReadings.flatMap(({ metric }) =>
    named.has(metric) ? [] : { name: metric, label: null, unit: null },
  );
  return [...metrics, ...others].map(({ name, label, unit }) => {
    const { value, text } = newest.get(name) ?? { value: null, text: null };
    return { name, label: label ?? name, unit, isText: value === null && text !== null };
  });
}

/** A device as it is once these readings have come. */
export function withPushed(device: MeasuringDevice, pushed: readonly PushedReading[]): MeasuringDevice {
  const newest = new Map(device.latestReadings.map((reading) => [reading.metric, reading]));
  for (const { metric, time, value, text, unit } of pushed) {
    const known = newest.get(metric);
    if (!known || keyOf(time) >= keyOf(known.time)) newest.set(metric, { metric, time, value, text, unit });
  }
  const latestReadings = [...newest.values()];
  const lastSeenAt = latestReadings.reduce<string | null>(
    (last, { time }) => (last === null || keyOf(time) > keyOf(last) ? time : last),
    device.lastSeenAt,
  );
  return { ...device, latestReadings, lastSeenAt };
}
