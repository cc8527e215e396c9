import type { Nanoseconds } from '../../time.ts';
import type { Windows } from '../store.ts';
import { sliceSeries } from './merge.ts';
import { at, type Series } from './series.ts';

type Calendar = Extract<Windows, { kind: 'CALENDAR' }>;

/** All readings from a time on and before `to` are in the window with this begin, as `AggregatedWindow` names it. */
interface Piece {
  begin: Nanoseconds;
  to: Nanoseconds;
}

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const MILLISECONDS_A_DAY = 86_400_000;

/** A series cut by windows, in order of time; parts that follow each other may be of the same window. */
export function* cutByWindows(windows: Windows, series: Series): Generator<{ begin: Nanoseconds; part: Series }> {
  const { offsets } = series;
  for (let index = 0; index < offsets.length;) {
    const time = series.begin + BigInt(at(offsets, index));
    const { begin, to } = pieceAt(windows, time);
    const part = sliceSeries(series, time, to);
    yield { begin, part };
    index += part.offsets.length;
  }
}

/** The window that all of [from, to) is in; null where there are several. */
export function windowOf(windows: Windows, from: Nanoseconds, to: Nanoseconds): Nanoseconds | null {
  const first = pieceAt(windows, from);
  for (let piece = first; piece.to < to;) {
    piece = pieceAt(windows, piece.to);
    if (piece.begin !== first.begin) return null;
  }
  return first.begin;
}

/** @throws RangeError where the windows do not say the offset of the time */
function pieceAt(windows: Windows, time: Nanoseconds): Piece {
  if (windows.kind === 'CALENDAR') return dayAt(windows, time);
  if (windows.length <= 0n) throw new RangeError(`A window cannot be ${windows.length} ns long`);
  const begin = time - (time % windows.length);
  return { begin, to: begin + windows.length };
}

/** What is left of a local day. Where clocks change it may end at any time, and come again. */
function dayAt({ unit, offsets }: Calendar, time: Nanoseconds): Piece {
  const index = offsets.findLastIndex(({ from }) => from <= time);
  const offset = offsets[index];
  if (!offset) throw new RangeError('The offsets begin after the period');
  const shift = BigInt(offset.seconds) * SECOND;
  const day = dayOf(time + shift);
  const midnight = (day + 1n) * DAY - shift;
  const change = offsets[index + 1]?.from ?? midnight;
  return { begin: BigInt(firstDay(Number(day), unit)) * DAY, to: change < midnight ? change : midnight };
}

/** In a zone behind UTC, readings may be before the local 1970. */
function dayOf(local: Nanoseconds): bigint {
  return local < 0n ? (local + 1n) / DAY - 1n : local / DAY;
}

/** The first day of the window that a local day is in. */
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
