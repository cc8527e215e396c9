import type { SeriesRow } from './series.ts';

/**
 * Moves each row by whole periods to the last time before `now`, and sorts them again: a year that was measured long ago becomes the year that ends
 * now, and each of its rows keeps its season and its hour.
 * @param period milliseconds
 */
export function repeatUntil(rows: readonly SeriesRow[], now: number, period: number): SeriesRow[] {
  return rows
    .map((row) => ({ ...row, time: row.time + Math.floor((now - row.time) / period) * period }))
    .sort((a, b) => a.time - b.time);
}

/**
 * Moves all rows by the same number of whole steps, so that the last one is less than a step before `now`.
 * @param step milliseconds
 */
export function shiftUntil(rows: readonly SeriesRow[], now: number, step: number): SeriesRow[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const offset = Math.floor((now - last.time) / step) * step;
  return rows.map((row) => ({ ...row, time: row.time + offset }));
}
