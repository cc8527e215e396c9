import type { Reading, Statistic } from '../store.ts';

/** A number and when it was measured. */
export type Numeric = Pick<Reading, 'time'> & { value: number };

/** In percent. */
const PERCENTILES: Readonly<Partial<Record<Statistic, number>>> = { P50: 50, P90: 90, P95: 95, P99: 99 };

/**
 * How far from its rank an approximate percentile may be, as a part of all values: Timestream names no bound, and the sketches that engines of its
 * family use for it are made for one in a hundred. It may also lie between the values of neighbouring ranks.
 */
const RANK_ERROR = 0.01;
/** How far from the value that has its rank, as a part of that value: what the sketch of hours that are summed up is made for. */
const RELATIVE_ERROR = 0.01;
/** What the order of additions may change, as a part of the largest intermediate result. */
const ROUNDING = 1e-9;

/**
 * Whether `actual` is the statistic of these readings, at least one: sums within rounding, percentiles within what stores may be wrong by.
 */
export function isStatistic(statistic: Statistic, readings: readonly Numeric[], actual: number | null): boolean {
  const percent = PERCENTILES[statistic];
  if (percent !== undefined) {
    const [least, most] = percentileBounds(readings, percent);
    return actual !== null && actual >= least && actual <= most;
  }
  const expected = plainStatistic(statistic, readings);
  if (expected === null || actual === null) return actual === expected;
  return Math.abs(actual - expected) <= toleranceOf(statistic, readings);
}

/** How far apart two stores may be that both are right. */
function toleranceOf(statistic: Statistic, readings: readonly Numeric[]): number {
  const sizes = readings.map(({ value }) => Math.abs(value));
  if (statistic === 'SUM') return ROUNDING * sizes.reduce((total, size) => total + size, 0);
  return statistic === 'AVG' || statistic === 'STDDEV' ? ROUNDING * Math.max(...sizes) : 0;
}

/** The statistic of readings, at least one, in the plainest of ways; percentiles are the smallest value that so many percent are not above. */
export function plainStatistic(statistic: Statistic, readings: readonly Numeric[]): number | null {
  const values = readings.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case 'COUNT':
      return values.length;
    case 'SUM':
      return sum;
    case 'AVG':
      return sum / values.length;
    case 'MIN':
      return Math.min(...values);
    case 'MAX':
      return Math.max(...values);
    case 'FIRST':
      return inTime(readings)[0]?.value ?? null;
    case 'LAST':
      return inTime(readings).at(-1)?.value ?? null;
    case 'STDDEV':
      return deviation(values, sum / values.length);
    case 'P50':
    case 'P90':
    case 'P95':
    case 'P99':
      return atRank(sorted(readings), Math.ceil(((PERCENTILES[statistic] ?? 0) * values.length) / 100));
  }
}

/** Of a sample: none of a single value. */
function deviation(values: readonly number[], mean: number): number | null {
  if (values.length === 1) return null;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
}

function percentileBounds(readings: readonly Numeric[], percent: number): [number, number] {
  const values = sorted(readings);
  const rank = (part: number) => part * values.length;
  const least = atRank(values, Math.floor(rank(percent / 100 - RANK_ERROR)) - 1);
  const most = atRank(values, Math.ceil(rank(percent / 100 + RANK_ERROR)) + 1);
  return [least - RELATIVE_ERROR * Math.abs(least), most + RELATIVE_ERROR * Math.abs(most)];
}

function atRank(values: readonly number[], rank: number): number {
  return values[Math.min(Math.max(rank, 1), values.length) - 1] ?? NaN;
}

function sorted(readings: readonly Numeric[]): number[] {
  return readings.map(({ value }) => value).sort((a, b) => a - b);
}

function inTime(readings: readonly Numeric[]): readonly Numeric[] {
  return readings.toSorted((a, b) => (a.time < b.time ? -1 : 1));
}
