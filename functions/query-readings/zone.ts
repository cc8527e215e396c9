// Its functions, and not its classes, of which a bundle can leave nothing out.
import { create, getTimeZoneTransition, offsetNanoseconds } from 'temporal-polyfill/fns/ZonedDateTime';
import type { Record as ZonedDateTime } from 'temporal-polyfill/fns/ZonedDateTime';
import type { Nanoseconds } from '../shared/time.ts';
import type { Period } from './arguments.ts';

/** A zone's offset from UTC, from a time on. */
export interface Offset {
  from: Nanoseconds;
  seconds: number;
}

/** Letters first: Temporal would also take a bare offset, or a date and time with a zone in it. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const LONGEST_NAME = 64;

/** Whether `name` is one of the IANA time zone database that this Node has; in capitals or not. */
export function isZone(name: string): boolean {
  if (name.length > LONGEST_NAME || !NAME.test(name)) return false;
  try {
    create(0n, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The offsets of a zone in a period, in order, the first of them from the period's begin on. */
export function offsetsOf(zone: string, { from, to }: Period): [Offset, ...Offset[]] {
  let time = create(from, zone);
  const offsets: [Offset, ...Offset[]] = [{ from, seconds: secondsOf(time) }];
  for (;;) {
    const next = getTimeZoneTransition(time, 'next');
    if (!next || next.epochNanoseconds >= to) return offsets;
    offsets.push({ from: next.epochNanoseconds, seconds: secondsOf(next) });
    time = next;
  }
}

function secondsOf(time: ZonedDateTime): number {
  return offsetNanoseconds(time) / 1e9;
}
