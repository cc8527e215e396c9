import type { Windows } from '../shared/readings/store.ts';
import type { Nanoseconds } from '../shared/time.ts';
import type { Period } from './arguments.ts';
import { beginsOf, localDay, localMidnight, wholeDays } from './local-days.ts';
import type { CalendarUnit, WindowLength } from './window-length.ts';
import { offsetsOf } from './zone.ts';

/** A window, [begin, end). */
export interface Span {
  begin: Nanoseconds;
  end: Nanoseconds;
  /** By what the store names it: {@link begin}, or the local midnight of a calendar's window as if it were in UTC. */
  storeBegin: Nanoseconds;
}

/** A period that is cut into windows. */
export interface Cut {
  /** What the store needs to cut it alike. */
  windows: Windows;
  /** How many windows there are, or a few more. */
  count: number;
  /** The windows, in order: the first has the begin of the period, the last its end, and each begins where the one before ends. */
  spans: () => Span[];
}

/** @param zone whose days the windows of a calendar are of */
export function cutPeriod(length: WindowLength, period: Period, zone: string): Cut {
  return length.kind === 'FIXED' ? cutFixed(length.length, period) : cutCalendar(length.unit, period, zone);
}

/** Of a period that does not begin before 1970. */
function cutFixed(length: Nanoseconds, { from, to }: Period): Cut {
  const first = from / length;
  const count = Number((to - 1n) / length - first) + 1;
  const spans = (): Span[] =>
    Array.from({ length: count }, (_, index) => {
      const begin = (first + BigInt(index)) * length;
      return { begin, end: begin + length, storeBegin: begin };
    });
  return { windows: { kind: 'FIXED', length }, count, spans };
}

/** More than the longest window, in days: so far beyond the period windows may reach. */
const MARGIN = localMidnight(400);

function cutCalendar(unit: CalendarUnit, { from, to }: Period, zone: string): Cut {
  const offsets = wholeDays(offsetsOf(zone, { from: from - MARGIN, to: to + MARGIN }));
  const { indexOf, firstDay } = calendarOf(unit);
  const first = indexOf(localDay(offsets, from));
  const count = indexOf(localDay(offsets, to - 1n)) - first + 1;
  const spans = (): Span[] => {
    const days = Array.from({ length: count + 1 }, (_, index) => firstDay(first + index));
    const begins = beginsOf(days, offsets);
    return begins.slice(0, -1).flatMap((begin, index) => {
      const end = begins[index + 1] ?? begin;
      return end > begin ? [{ begin, end, storeBegin: localMidnight(days[index] ?? 0) }] : [];
    });
  };
  const inPeriod = offsets.filter(({ from: since }, index) => {
    const until = offsets[index + 1]?.from;
    return since < to && (until === undefined || until > from);
  });
  return { windows: { kind: 'CALENDAR', unit, offsets: inPeriod }, count, spans };
}

/** Numbers the windows of a calendar by when they follow each other. */
interface Calendar {
  /** The number of the window that a day is in. */
  indexOf: (day: number) => number;
  /** The day at which a window begins, from 1970-01-01 on. */
  firstDay: (index: number) => number;
}

/** 1969-12-29 was a Monday. */
const MONDAY = -3;
const MILLISECONDS_PER_DAY = 86_400_000;

function calendarOf(unit: CalendarUnit): Calendar {
  if (unit === 'WEEK')
    return { indexOf: (day) => Math.floor((day - MONDAY) / 7), firstDay: (week) => week * 7 + MONDAY };
  if (unit === 'MONTH' || unit === 'YEAR') {
    const months = unit === 'MONTH' ? 1 : 12;
    return {
      indexOf: (day) => {
        const date = new Date(day * MILLISECONDS_PER_DAY);
        return Math.floor(((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()) / months);
      },
      firstDay: (index) => Date.UTC(1970, index * months) / MILLISECONDS_PER_DAY,
    };
  }
  const { days } = unit;
  return { indexOf: (day) => Math.floor(day / days), firstDay: (index) => index * days };
}
