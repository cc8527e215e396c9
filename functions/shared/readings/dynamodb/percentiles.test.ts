import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Percentile } from './percentiles.ts';
import { isPercentile, percentileOf, rankOf } from './percentiles.ts';

describe('a percentile', () => {
  it.each([
    ['P50', 1, 1],
    ['P50', 2, 1],
    ['P50', 3, 2],
    ['P50', 4, 2],
    ['P90', 10, 9],
    ['P90', 11, 10],
    ['P95', 20, 19],
    ['P99', 99, 99],
    ['P99', 100, 99],
    ['P99', 101, 100],
  ] as const)('%s of %d numbers is the one of rank %d', (percentile, count, rank) => {
    expect(rankOf(percentile, count)).toBe(rank);
  });

  it('is the smallest number that so many do not exceed', () => {
    const parts: Record<Percentile, number> = { P50: 50, P90: 90, P95: 95, P99: 99 };
    fc.assert(
      fc.property(
        fc.float64Array({ minLength: 1, noNaN: true }),
        fc.constantFrom<Percentile>('P50', 'P90', 'P95', 'P99'),
        (numbers, percentile) => {
          const found = percentileOf(numbers.sort(), percentile) ?? NaN;
          const part = (kept: (number: number) => boolean) => 100 * numbers.filter(kept).length;
          expect(part((number) => number <= found)).toBeGreaterThanOrEqual(parts[percentile] * numbers.length);
          expect(part((number) => number < found)).toBeLessThan(parts[percentile] * numbers.length);
        },
      ),
    );
  });

  it('is none of no numbers', () => {
    expect(percentileOf([], 'P50')).toBeNull();
  });

  it('is told from other statistics', () => {
    expect([isPercentile('P95'), isPercentile('AVG')]).toEqual([true, false]);
  });
});
