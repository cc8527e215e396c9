import { expect } from 'vitest';
import type { Reading, Statistic } from '../../store.ts';

type Numeric = Pick<Reading, 'time'> & { value: number };

const PERCENTILES: Readonly<Partial<Record<Statistic, number>>> = { P50: 0.5, P90: 0.9, P95: 0.95, P99: 0.99 };

/**
 * How far from its rank an approximate percentile may be, as a part of all values: Timestream names no bound, and the sketches that engines of its
 * family use for it are made for one in a hundred. It may also lie between the values of neighbouring ranks.
 */
const RANK_ERROR = 0.01;

/** Fails unless `actual` is the statistic of at least one reading: sums within rounding, percentiles within {@link RANK_ERROR}. */
export function expectStatistic(statistic: Statistic, readings: readonly Numeric[], actual: number | null): void {
  const percentile = PERCENTILES[statistic];
  if (percentile !== undefined) {
    const [least, most] = percentileBounds(readings, percentile);
    expect(actual, statistic).toBeGreaterThanOrEqual(least);
    expect(actual, statistic).toBeLessThanOrEqual(most);
    return;
  }
  const expected = plainStatistic(statistic, readings);
  if (expected === null || !['AVG', 'SUM', 'STDDEV'].includes(statistic)) expect(actual, statistic).toBe(expected);
  else expect(Math.abs((actual ?? NaN) - expected), statistic).toBeLessThanOrEqual(1e-9 * (1 + magnitude(readings)));
}

function plainStatistic(statistic: Statistic, readings: readonly Numeric[]): number | null {
  const values = readings.map(({ value }) => value);
  const inTime = readings.toSorted((a, b) => (a.time < b.time ? -1 : 1));
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
      return inTime[0]?.value ?? null;
    case 'LAST':
      return inTime.at(-1)?.value ?? null;
    case 'STDDEV':
      return deviation(values, sum / values.length);
    case 'P50':
    case 'P90':
    case 'P95':
    case 'P99':
      throw new Error(`${statistic} is approximate`);
  }
}

/** Of a sample: none of a single value. */
function deviation(values: readonly number[], mean: number): number | null {
  if (values.length === 1) return null;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
}

function percentileBounds(readings: readonly Numeric[], percentile: number): [number, number] {
  const sorted = readings.map(({ value }) => value).sort((a, b) => a - b);
  const at = (rank: number) => sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? NaN;
  const rank = (part: number) => part * sorted.length;
  return [at(Math.floor(rank(percentile - RANK_ERROR)) - 1), at(Math.ceil(rank(percentile + RANK_ERROR)) + 1)];
}

function magnitude(readings: readonly Numeric[]): number {
  return readings.reduce((total, { value }) => total + Math.abs(value), 0);
}
