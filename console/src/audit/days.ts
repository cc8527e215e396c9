import { isTaken } from '../search.ts';

/** A day as `<input type="date">` has it, in the browser's time zone; empty where there is no time. */
export function dayOf(time: string | undefined): string {
  if (time === undefined) return '';
  const date = new Date(time);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When a day begins, or the day after so many others; undefined of what is no day, or none that the API takes. */
export function beginningOf(day: string, later = 0): string | undefined {
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const beginning = new Date(0);
  // Other ways take the first hundred years for those of the last century.
  beginning.setFullYear(Number(year), Number(month) - 1, Number(date) + later);
  beginning.setHours(0, 0, 0, 0);
  return isTaken(beginning.getTime()) ? beginning.toISOString() : undefined;
}

/** The day that ends at a time, which is the beginning of the next one. */
export function dayBefore(time: string | undefined): string {
  return time === undefined ? '' : dayOf(new Date(Date.parse(time) - 1).toISOString());
}
