import type { Nanoseconds } from '../shared/time.ts';

/** Days of a calendar that make a window. */
export type CalendarUnit = { days: number } | 'WEEK' | 'MONTH' | 'YEAR';

/** How long a window is: always the same, or as its days are. */
export type WindowLength = { kind: 'FIXED'; length: Nanoseconds } | { kind: 'CALENDAR'; unit: CalendarUnit };

const DURATION = /^P(?:T([1-9]\d{0,4})([HMS])|([1-9]\d{0,2})D|1([WMY]))$/;
const SECONDS: Readonly<Record<string, number>> = { H: 3600, M: 60, S: 1 };
const CALENDAR_UNITS: Readonly<Record<string, CalendarUnit>> = { W: 'WEEK', M: 'MONTH', Y: 'YEAR' };
const LONGEST_FIXED = 86_400;
const MOST_DAYS = 366;

/** The window of an ISO 8601 duration of one unit: PT1S to PT24H, P1D to P366D, P1W, P1M or P1Y; undefined for any other text. */
export function parseWindowLength(duration: string): WindowLength | undefined {
  const match = DURATION.exec(duration);
  if (!match) return undefined;
  const [, amount, timeUnit = '', days, calendarUnit = ''] = match;
  if (amount !== undefined) {
    const seconds = Number(amount) * (SECONDS[timeUnit] ?? 0);
    return seconds <= LONGEST_FIXED ? { kind: 'FIXED', length: BigInt(seconds) * 1_000_000_000n } : undefined;
  }
  if (days !== undefined)
    return Number(days) <= MOST_DAYS ? { kind: 'CALENDAR', unit: { days: Number(days) } } : undefined;
  const unit = CALENDAR_UNITS[calendarUnit];
  return unit && { kind: 'CALENDAR', unit };
}
