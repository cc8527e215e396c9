import * as v from 'valibot';
import { METRIC_NAME, METRIC_NAME_RULE, ULID } from '../shared/names.ts';
import type { Nanoseconds } from '../shared/time.ts';
import { EARLIEST, LATEST, parseTime } from '../shared/time.ts';

/** From the caller's token. */
export const OrganizationId = v.pipe(v.string(), v.regex(ULID));

export const DeviceId = v.pipe(v.string(), v.regex(ULID, '`deviceId` is not the id of a device'));

export function Time(name: string) {
  return v.pipe(
    v.string(),
    v.transform(parseTime),
    v.bigint(`\`${name}\` is not a date and time with an offset, such as 2026-03-29T01:59:59Z`),
  );
}

/** Names of 1 to `most` metrics, each once. */
export function Metrics(most: number) {
  return v.pipe(
    v.array(v.pipe(v.string(), v.regex(METRIC_NAME, `One of \`metrics\` is no metric name: ${METRIC_NAME_RULE}`))),
    v.minLength(1, '`metrics` is empty; name at least one'),
    v.maxLength(most, `\`metrics\` names more than ${most}; ask for fewer`),
    v.check((metrics) => isEachOnce(metrics), '`metrics` names a metric twice; name each once'),
  );
}

/** A whole number from `least` to `most`. */
export function Count(name: string, least: number, most: number) {
  const message = `\`${name}\` is not a whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

export interface Period {
  from: Nanoseconds;
  to: Nanoseconds;
}

/** The check of a request that its period is not empty. */
export function hasPeriod<Request extends Period>() {
  return v.check<Request, string>(({ from, to }) => from < to, '`from` is not before `to`; the period is [from, to)');
}

/**
 * What of a period can have readings; null where it is nothing. No reading is outside of what can be stored, so a period that reaches beyond loses
 * nothing.
 */
export function storablePeriod(period: Period): Period | null {
  const from = period.from < EARLIEST ? EARLIEST : period.from;
  const to = period.to > LATEST ? LATEST : period.to;
  return from < to ? { from, to } : null;
}

/** The metrics that devices name, with their units, of those that were asked for. */
export const Declared = v.pipe(
  v.array(v.object({ deviceId: v.string(), metric: v.string(), unit: v.nullable(v.string()) })),
  v.transform((metrics): DeclaredMetrics => {
    const units = new Map(metrics.map(({ deviceId, metric, unit }) => [keyOf(deviceId, metric), unit]));
    return {
      has: (deviceId, metric) => units.has(keyOf(deviceId, metric)),
      unitOf: (deviceId, metric) => units.get(keyOf(deviceId, metric)) ?? null,
    };
  }),
);

export interface DeclaredMetrics {
  has(deviceId: string, metric: string): boolean;
  /** Null where the device names none, and of a metric that it does not name. */
  unitOf(deviceId: string, metric: string): string | null;
}

/** Of a series: no metric's name has a blank. */
export function keyOf(deviceId: string, metric: string): string {
  return `${deviceId} ${metric}`;
}

export function isEachOnce(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
