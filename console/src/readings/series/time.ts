/**
 * A time in UTC without its `Z` and without the zeros that end its fraction: `2026-01-01T00:00:00.1234`. Each instant has one, exact to the
 * nanosecond, and they sort as strings as the instants do.
 */
export type TimeKey = string;

/** The key of a time as the API answers it: in UTC, with up to nine fraction digits. */
export function keyOf(time: string): TimeKey {
  const end = time.endsWith('Z') ? time.length - 1 : time.length;
  if (!time.includes('.')) return time.slice(0, end);
  let last = end;
  while (time[last - 1] === '0') last -= 1;
  if (time[last - 1] === '.') last -= 1;
  return time.slice(0, last);
}

const MILLISECOND_DIGITS = '2026-01-01T00:00:00.000'.length;

/** What a double can tell apart of a millisecond in our time. */
const STEPS = 2048;

/** Milliseconds since 1970 with a fraction, to half a microsecond and never rounded up: enough to draw, too little to tell readings apart. */
export function millisecondsOf(key: TimeKey): number {
  const finer = key.slice(MILLISECOND_DIGITS);
  const whole = Date.parse(`${key.slice(0, MILLISECOND_DIGITS)}Z`);
  return finer === '' ? whole : whole + Math.floor(Number(`0.${finer}`) * STEPS) / STEPS;
}

/** The time of a number of milliseconds since 1970, as the API takes it; a fraction of one is dropped. */
export function timeOf(milliseconds: number): string {
  return new Date(Math.floor(milliseconds)).toISOString();
}
