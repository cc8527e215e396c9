import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataPoint } from '../shared/readings/store.ts';
import { largestTriangles } from './lttb.ts';

const series = (...values: number[]): DataPoint[] =>
  values.map((value, index) => ({ time: BigInt(index) * 1_000_000_000n, value }));

describe('largestTriangles', () => {
  it('gives a short series as it is', () => {
    for (const values of [[], [1], [1, 2, 3, 4]])
      expect(largestTriangles(series(...values), 4)).toEqual(series(...values));
  });

  it('keeps what stands out', () => {
    const values = Array.from({ length: 100 }, () => 0);
    values[17] = 5;
    values[50] = -5;
    values[51] = 6;
    const chosen = largestTriangles(series(...values), 10);
    expect(chosen).toHaveLength(10);
    expect(chosen.map(({ value }) => value)).toEqual(expect.arrayContaining([5, -5, 6]));
  });

  it('keeps the smallest and the largest where they are neighbours, and there is room for no more', () => {
    const chosen = largestTriangles(series(0, 1, 0, 9, -9, 0, 1, 0), 4);
    expect(chosen.map(({ value }) => value)).toEqual([0, 9, -9, 0]);
  });

  it('wants room for the first, the last, the smallest and the largest', () => {
    expect(() => largestTriangles(series(1), 3)).toThrow(RangeError);
  });

  const points = fc
    .array(fc.tuple(fc.bigInt(1n, 10n ** 12n), fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 300 })
    .map((steps) => {
      let time = 1_767_225_600_000_000_000n;
      return steps.map(([step, value]): DataPoint => ({ time: (time += step), value }));
    });
  const counts = fc.integer({ min: 4, max: 60 });

  it('chooses points of the series, in their order, as many as there may be or one less', () => {
    fc.assert(
      fc.property(points, counts, (points, most) => {
        const chosen = largestTriangles(points, most);
        expect(chosen.length).toBeLessThanOrEqual(Math.min(most, points.length));
        expect(chosen.length).toBeGreaterThanOrEqual(Math.min(most - 1, points.length));
        const indexes = chosen.map((point) => points.indexOf(point));
        expect(indexes).not.toContain(-1);
        expect(indexes).toEqual([...new Set(indexes)].sort((one, other) => one - other));
      }),
    );
  });

  it('keeps the first, the last, a smallest and a largest', () => {
    fc.assert(
      fc.property(points, counts, (points, most) => {
        const chosen = largestTriangles(points, most);
        expect([chosen[0], chosen.at(-1)]).toEqual([points[0], points.at(-1)]);
        const ends = (points: readonly DataPoint[]) => {
          // Of -0, too, 0.
          const values = points.map(({ value }) => value + 0);
          return [Math.min(...values), Math.max(...values)];
        };
        expect(ends(chosen)).toEqual(ends(points));
      }),
    );
  });
});
