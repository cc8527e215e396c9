import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviationOf, percentileOf, pool, summaryOf, summaryOfWindow, type Summary } from './statistics.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const parts = fc.array(fc.array(value, { maxLength: 20 }), { minLength: 1, maxLength: 8 });
const closeTo = (expected: number | undefined, size: number): unknown =>
  expect.closeTo(expected ?? NaN, 7 - Math.ceil(Math.log10(1 + size)));

/** Worked out the long way. */
function directly(values: readonly number[]) {
  const sum = values.reduce((all, each) => all + each, 0);
  const mean = sum / values.length;
  const squares = values.reduce((all, each) => all + (each - mean) ** 2, 0);
  return { count: values.length, min: Math.min(...values), max: Math.max(...values), sum, mean, squares };
}

describe('what is known of parts gives what is known of the whole', () => {
  it('pooled from readings and from windows', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const values = all.flat();
        const pooled = all.reduce<Summary | null>((so, part) => pool(so, windowOf(part)), null);
        if (values.length === 0) {
          expect(pooled).toBeNull();
          return;
        }
        const { squares, sum, mean, ...exact } = directly(values);
        expect(pooled).toMatchObject({ ...exact, sum: closeTo(sum, 1e3), mean: closeTo(mean, 1e2) });
        const scale = Math.max(1, squares);
        expect((pooled?.squares ?? NaN) / scale).toBeCloseTo(squares / scale, 6);
        expect(summaryOf(values)?.squares ?? NaN).toBeCloseTo(
          pooled?.squares ?? NaN,
          -Math.ceil(Math.log10(scale)) + 6,
        );
      }),
    );
  });
});

function windowOf(values: readonly number[]): Summary | null {
  if (values.length === 0)
    return summaryOfWindow({ count: 0, min: null, max: null, avg: null, sum: null, stddev: null });
  const { mean, squares, ...rest } = directly(values);
  return summaryOfWindow({
    ...rest,
    avg: mean,
    stddev: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)),
  });
}

it('a single value has no deviation', () => {
  const summary = summaryOf([5]);
  expect(summary && deviationOf(summary)).toBeNull();
  const two = summaryOf([1, 3]);
  expect(two && deviationOf(two)).toBeCloseTo(Math.SQRT2);
});

it.each([
  [[], 0.5, null],
  [[7], 0.99, 7],
  [[1, 2, 3], 0.5, 2],
  [[0, 10], 0.9, 9],
])('the percentile of %j at %f is %s', (values, share, expected) => {
  expect(percentileOf(values, share)).toBe(expected);
});
