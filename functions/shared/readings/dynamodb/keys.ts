import type { Nanoseconds } from '../../time.ts';

/**
 * The keys of the table of readings. One partition a device; in it, by the first letter of the sort key:
 *
 * - `R#<hour>#<digest>`: a *run*, the readings of one hour that one write brought, of any metrics. Written once, never changed, gone after some days.
 * - `B#<metric>#<begin>`: a *block*, the readings of one metric from a time on, to the next block of the metric or the end of the hour. It has what
 *   the runs brought, packed; the first of an hour begins with the hour.
 * - `S#<metric>#<day>`: the *summaries* of the 24 hours of a day in UTC.
 * - `M#<metric>`: that the device has blocks of the metric.
 * - `U#<hour>#<slot>`: a *mark*: runs of this hour, written in this slot of time, may not be in the blocks and summaries yet. The hour is *unmerged*
 *   while it has a mark, and the mark is *due* when its runs are to be merged.
 *
 * Numbers are of fixed width, so that they sort as text.
 */
export interface ItemKey {
  pk: string;
  sk: string;
}

/** An hour since 1970-01-01T00:00:00Z, by its number. Nothing that is stored together spans more than one. */
export type Hour = number;
/** A day since 1970-01-01 in UTC, by its number. */
export type Day = number;
/** A stretch of time in which readings are written, by its number. */
export type Slot = number;

export const HOUR: Nanoseconds = 3_600_000_000_000n;
export const HOURS_A_DAY = 24;

/** The hour that a time is in. */
export function hourOf(time: Nanoseconds): Hour {
  return Number(time / HOUR);
}

/** The day that an hour is in. */
export function dayOf(hour: Hour): Day {
  return Math.floor(hour / HOURS_A_DAY);
}

/** When an hour begins. */
export function hourBegin(hour: Hour): Nanoseconds {
  return BigInt(hour) * HOUR;
}

/** The partition of a device. Nothing of another organization has a key that begins alike. */
export function partitionOf({ organizationId, deviceId }: { organizationId: string; deviceId: string }): string {
  return `${organizationId}#${deviceId}`;
}

export const runKey = (hour: Hour, digest: string): string => `R#${digits(hour, 7)}#${digest}`;
export const blockKey = (metric: string, begin: Nanoseconds): string => `B#${metric}#${digits(begin, 19)}`;
export const summariesKey = (metric: string, day: Day): string => `S#${metric}#${digits(day, 6)}`;
export const metricKey = (metric: string): string => `M#${metric}`;
export const markKey = (hour: Hour, slot: Slot): string => `U#${digits(hour, 7)}#${digits(slot, 7)}`;

/** Sort keys from `first` to `last`, both included. */
export interface KeyRange {
  first: string;
  last: string;
}

/** A character that sorts behind all that sort keys have. */
export const BEHIND = '~';

/** The runs of the hours from `first` to `last`. */
export const runsOf = (first: Hour, last: Hour = first): KeyRange => ({
  first: `R#${digits(first, 7)}#`,
  last: `R#${digits(last, 7)}#${BEHIND}`,
});

/** The blocks of a metric that may have readings of the hours from `first` to `last`. */
export const blocksOf = (metric: string, first: Hour, last: Hour = first): KeyRange => ({
  first: blockKey(metric, hourBegin(first)),
  last: blockKey(metric, hourBegin(last + 1) - 1n),
});

/** The summaries of a metric of the days from `first` to `last`. */
export const summariesOf = (metric: string, first: Day, last: Day): KeyRange => ({
  first: summariesKey(metric, first),
  last: summariesKey(metric, last),
});

/** The marks of the hours from `first` to `last`. */
export const marksOf = (first: Hour, last: Hour): KeyRange => ({
  first: `U#${digits(first, 7)}#`,
  last: `U#${digits(last, 7)}#${BEHIND}`,
});

/** All metrics that have blocks. */
export const METRICS: KeyRange = { first: 'M#', last: `M#${BEHIND}` };

/** What a sort key says. @throws RangeError where it is none of this table */
export function parseSortKey(sk: string): ParsedKey {
  const [, kind, one = '', other = ''] = /^([RBSMU])#([^#]*)(?:#([^#]*))?$/.exec(sk) ?? [];
  switch (kind) {
    case 'R':
      return { kind: 'run', hour: Number(one), digest: other };
    case 'B':
      return { kind: 'block', metric: one, begin: BigInt(other) };
    case 'S':
      return { kind: 'summaries', metric: one, day: Number(other) };
    case 'M':
      return { kind: 'metric', metric: one };
    case 'U':
      return { kind: 'mark', hour: Number(one), slot: Number(other) };
    case undefined:
    default:
      throw new RangeError(`${JSON.stringify(sk)} is no sort key of the table of readings`);
  }
}

export type ParsedKey =
  | { kind: 'run'; hour: Hour; digest: string }
  | { kind: 'block'; metric: string; begin: Nanoseconds }
  | { kind: 'summaries'; metric: string; day: Day }
  | { kind: 'metric'; metric: string }
  | { kind: 'mark'; hour: Hour; slot: Slot };

function digits(number: number | bigint, width: number): string {
  return number.toString().padStart(width, '0');
}
