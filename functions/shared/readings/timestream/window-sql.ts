import type { Nanoseconds } from '../../time.ts';
import { EARLIEST } from '../../time.ts';
import type { Windows } from '../store.ts';
import { duration, instant, secondsLong } from './literals.ts';

type Calendar = Extract<Windows, { kind: 'CALENDAR' }>;
type Offset = Calendar['offsets'][number];

const SECOND = 1_000_000_000n;
const DAY = 86_400;
/** No zone was ever as far from UTC. */
const FARTHEST = DAY;
/** The 1970-01-01 was a Thursday. What day `date_trunc` takes for the first of a week, its documentation does not say; what `bin` does, it does. */
const SINCE_MONDAY = 3;

/**
 * The begin of the window that a reading is in, as a `bigint` of nanoseconds since 1970: in UTC, or in local time where windows are of a calendar.
 * Timestream knows UTC only, and no times before 1970: what may be earlier is shifted before it is cut and back after that.
 * Source: Timestream Developer Guide, "Date / time functions".
 * @throws RangeError where windows are none, or do not say the offset of the whole period
 */
export function windowBegin(windows: Windows, { from, to }: { from: Nanoseconds; to: Nanoseconds }): string {
  if (windows.kind === 'FIXED') return `to_nanoseconds(bin(time, ${duration(windows.length)}))`;
  const offsets = offsetsOf(windows, from, to);
  if (windows.unit === 'WEEK') return daysBegin(7, SINCE_MONDAY, offsets);
  if (windows.unit === 'MONTH' || windows.unit === 'YEAR') return truncated(windows.unit, offsets, from);
  const { days } = windows.unit;
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new RangeError(`A window cannot have ${days} days`);
  return daysBegin(days, days, offsets);
}

function daysBegin(days: number, shift: number, offsets: readonly Offset[]): string {
  const begin = `bin(${local(offsets, shift * DAY)}, ${secondsLong(days * DAY)})`;
  return `to_nanoseconds(${begin}) - ${(BigInt(shift * DAY) * SECOND).toString()}`;
}

/** Where a zone is behind UTC, its 1970 begins later: readings before that are in the last month, or year, of before. */
function truncated(unit: 'MONTH' | 'YEAR', offsets: readonly Offset[], from: Nanoseconds): string {
  const begin = `to_nanoseconds(date_trunc('${unit.toLowerCase()}', ${local(offsets, 0)}))`;
  const behind = BigInt(-(offsets[0]?.seconds ?? 0)) * SECOND;
  if (from >= EARLIEST + behind) return begin;
  const before = BigInt(Date.UTC(1969, unit === 'MONTH' ? 11 : 0)) * 1_000_000n;
  return `CASE WHEN time < ${instant(EARLIEST + behind)} THEN ${before.toString()} ELSE ${begin} END`;
}

/** The local time of a reading, and some seconds. */
function local(offsets: readonly Offset[], shift: number): string {
  const times = offsets.map(({ seconds }) => later(seconds + shift));
  const last = times.pop() ?? later(shift);
  if (times.length === 0) return last;
  const cases = times.map((time, index) => `WHEN time < ${instant(offsets[index + 1]?.from ?? EARLIEST)} THEN ${time}`);
  return `CASE ${cases.join(' ')} ELSE ${last} END`;
}

function later(seconds: number): string {
  if (seconds === 0) return 'time';
  return `time ${seconds < 0 ? '-' : '+'} ${secondsLong(Math.abs(seconds))}`;
}

/** Those that are in force in the period. */
function offsetsOf({ offsets }: Calendar, from: Nanoseconds, to: Nanoseconds): Offset[] {
  const [first] = offsets;
  if (!first || first.from > from) throw new RangeError('The offsets begin after the period');
  for (const [index, { from, seconds }] of offsets.entries()) {
    const before = offsets[index - 1];
    if (before && before.from >= from) throw new RangeError('The offsets are not in order');
    if (!Number.isInteger(seconds) || Math.abs(seconds) >= FARTHEST)
      throw new RangeError(`${seconds} s is not an offset from UTC`);
  }
  return offsets.filter((offset, index) => {
    const next = offsets[index + 1];
    return offset.from < to && (!next || next.from > from);
  });
}
