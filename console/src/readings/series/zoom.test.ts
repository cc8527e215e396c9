import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crowdedPart, marked, move, nearestWithReadings, zoom } from './zoom.ts';

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

it('however often one zooms out or moves on, it is a period that an address and the API can name', () => {
  let all = { from: 1e12, to: 1e12 + 1000 };
  for (let times = 0; times < 100; times++) all = zoom(all, 2);
  expect(all).toEqual({ from: 0, to: Date.parse('9999-12-31T23:59:59.999Z') });
  all = zoom(all, 0.5);
  for (let times = 0; times < 100; times++) all = move(all, 0.5);
  expect(all.to).toBe(Date.parse('9999-12-31T23:59:59.999Z'));
  expect(all.from).toBeGreaterThan(0);
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

it('the nearest period with readings has some, and does not reach beyond them', () => {
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
        expect(from >= stored.from && to <= stored.to + 1000).toBe(true);
        if (stored.from >= all.to) expect(to - from).toBe(Math.min(all.to - all.from, length + 1000));
      },
    ),
  );
});

it('a part that is hard to see has all readings in it, lies close around them, and is easy to see when it is shown', () => {
  const crowd = fc.tuple(span, fc.array(fc.double({ min: 0, max: 0.03, noNaN: true }), { minLength: 2, maxLength: 9 }));
  fc.assert(
    fc.property(crowd, fc.double({ min: 0, max: 0.9, noNaN: true }), ([all, shares], start) => {
      const times = shares.map((share) => all.from + (all.to - all.from) * (start + share));
      const measured = times.map((time) => ({ from: time, to: time }));
      const part = crowdedPart(all, measured);
      const [first, last] = [Math.min(...times), Math.max(...times)];
      if (!part) {
        expect(last === first || all.to - all.from < 2000).toBe(true);
        return;
      }
      expect(part.from <= first && part.to >= last).toBe(true);
      expect(part.to - part.from).toBeLessThanOrEqual(Math.max(1000, (last - first) * 1.2) + 1);
      expect(crowdedPart(part, measured)).toBeUndefined();
    }),
  );
});
