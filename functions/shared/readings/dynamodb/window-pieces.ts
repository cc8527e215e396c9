import type { Nanoseconds } from '../../time.ts';
import type { Windows } from '../store.ts';

/** Readings in [from, to) are all in the window with this begin, as `AggregatedWindow` names it. */
export interface Piece {
  from: Nanoseconds;
  to: Nanoseconds;
  begin: Nanoseconds;
}

type Calendar = Extract<Windows, { kind: 'CALENDAR' }>;

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const MILLISECONDS_A_DAY = 86_400_000;

/** Cuts [from, to) by windows, and by the days of a calendar. @throws RangeError where the windows do not say the offset of all of it */
export function cutByWindows(windows: Windows, from: Nanoseconds, to: Nanoseconds): Piece[] {
  return windows.kind === 'FIXED' ? cutFixed(windows.length, from, to) : cutCalendar(windows, from, to);
}

/** The window that all of [from, to) is in; null where there are several. */
export function windowOf(windows: Windows, from: Nanoseconds, to: Nanoseconds): Nanoseconds | null {
  const [first, ...others] = cutByWindows(windows, from, to);
  return first && others.every(({ begin }) => begin === first.begin) ? first.begin : null;
}

function cutFixed(length: Nanoseconds, from: Nanoseconds, to: Nanoseconds): Piece[] {
  if (length <= 0n) throw new RangeError(`A window cannot be ${length} ns long`);
  const pieces: Piece[] = [];
  for (let begin = from - (from % length); begin < to; begin += length)
    pieces.push({ from: begin > from ? begin : from, to: begin + length < to ? begin + length : to, begin });
  return pieces;
}

/** Where clocks change, a local day may end and come again: so pieces are cut by offsets first, and by days after that. */
function cutCalendar({ unit, offsets }: Calendar, from: Nanoseconds, to: Nanoseconds): Piece[] {
  const current = offsets.findLastIndex((offset) => offset.from <= from);
  if (current < 0) throw new RangeError('The offsets begin after the period');
  const pieces: Piece[] = [];
  for (let index = current, start = from; start < to; index++) {
    const shift = BigInt(offsets[index]?.seconds ?? 0) * SECOND;
    const next = offsets[index + 1]?.from ?? to;
    const end = next < to ? next : to;
    while (start < end) {
      const day = dayOf(start + shift);
      const midnight = (day + 1n) * DAY - shift;
      pieces.push({ from: start, to: midnight < end ? midnight : end, begin: beginOf(Number(day), unit) });
      start = midnight < end ? midnight : end;
    }
  }
  return pieces;
}

/** In a zone behind UTC, readings may be before the local 1970. */
function dayOf(local: Nanoseconds): bigint {
  return local < 0n ? (local + 1n) / DAY - 1n : local / DAY;
}

/** The begin of the window that a local day is in. */
function beginOf(day: number, unit: Calendar['unit']): Nanoseconds {
  return BigInt(firstDay(day, unit)) * DAY;
}

function firstDay(day: number, unit: Calendar['unit']): number {
  const date = new Date(day * MILLISECONDS_A_DAY);
  switch (unit) {
    case 'WEEK':
      return day - ((date.getUTCDay() + 6) % 7);
    case 'MONTH':
      return date.setUTCDate(1) / MILLISECONDS_A_DAY;
    case 'YEAR':
      return date.setUTCMonth(0, 1) / MILLISECONDS_A_DAY;
  }
  return Math.floor(day / unit.days) * unit.days;
}
