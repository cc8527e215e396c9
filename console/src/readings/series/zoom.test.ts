import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marked, move, nearestWithReadings, zoom } from './zoom.ts';

const span = fc
  .tuple(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1000, max: 1e11 }))
  .map(([from, length]) => ({ from, to: from + length }));

it('zooming keeps the time that it is done around where it is', () => {
  fc.assert(
    fc.property(
      span,
      fc.double({ min: 0.1, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, factor, share) => {
        const around = all.from + (all.to - all.from) * share;
        const { from, to } = zoom(all, factor, around);
        expect(to - from).toBeGreaterThanOrEqual(999);
        expect(Math.abs(from + (to - from) * share - around)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

it('moving keeps the length, and does not go before 1970', () => {
  fc.assert(
    fc.property(span, fc.double({ min: -3, max: 3, noNaN: true }), (all, share) => {
      const { from, to } = move(all, share);
      expect(from).toBeGreaterThanOrEqual(0);
      expect(Math.abs(to - from - (all.to - all.from))).toBeLessThanOrEqual(1);
    }),
  );
});

it('a mark may be made from either side, and is never too short to be shown', () => {
  expect(marked(5000, 2000)).toEqual({ from: 2000, to: 5000 });
  expect(marked(5000, 5000)).toEqual({ from: 4500, to: 5500 });
});

it('the nearest period with readings has some, and is as long as the one that has none', () => {
  fc.assert(
    fc.property(
      span,
      fc.integer({ min: -2e12, max: 2e12 }),
      fc.integer({ min: 0, max: 1e11 }),
      (all, distance, length) => {
        const first = Math.max(0, all.from + distance);
        const stored = { from: first, to: first + length };
        const { from, to } = nearestWithReadings(all, stored);
        expect(from <= stored.to && to > stored.from).toBe(true);
        if (stored.from >= all.to) expect(to - from).toBe(all.to - all.from);
      },
    ),
  );
});
