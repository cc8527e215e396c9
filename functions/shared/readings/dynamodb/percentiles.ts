import type { Statistic } from '../store.ts';

/** Which part of the numbers, in hundredths, is at most as large as the percentile. */
const HUNDREDTHS = { P50: 50, P90: 90, P95: 95, P99: 99 } as const;

export type Percentile = keyof typeof HUNDREDTHS;

export function isPercentile(statistic: Statistic): statistic is Percentile {
  return statistic in HUNDREDTHS;
}

/**
 * The rank from 1 on, among `count` numbers in ascending order, of the one that is the percentile: the first that at least that part of them does not
 * exceed. So it is always one of the numbers.
 */
export function rankOf(percentile: Percentile, count: number): number {
  // Both factors are whole, so that a rank such as 0.95 × 20 is not one too high by rounding.
  return Math.max(1, Math.ceil((count * HUNDREDTHS[percentile]) / 100));
}

/** The exact percentile of numbers in ascending order; null where there are none. */
export function percentileOf(ascending: Float64Array | readonly number[], percentile: Percentile): number | null {
  return ascending[rankOf(percentile, ascending.length) - 1] ?? null;
}
