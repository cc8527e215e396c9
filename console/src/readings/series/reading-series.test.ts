import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pointOf, ReadingSeries, type Point } from './reading-series.ts';

const at = (second: number, value: number, learned: number): Point =>
  pointOf({ time: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`, value, text: null }, learned);
const valuesOf = (series: ReadingSeries): (number | null)[] => series.points.map(({ value }) => value);

const points = fc.array(
  fc.record({ second: fc.nat(20), value: fc.nat(5) }).map(({ second, value }) => ({ second, value })),
  { maxLength: 30 },
);

it('has each instant once, in order, with the value that was learned last, however readings come', () => {
  fc.assert(
    fc.property(
      points,
      fc.array(fc.nat(5), { maxLength: 10 }),
      fc.array(fc.nat(), { minLength: 30 }),
      (all, sizes, ranks) => {
        const learned = all.map(({ second, value }, index) => at(second, value, index));
        const last = new Map(all.map(({ second, value }) => [second, value]));
        const shuffled = learned
          .map((point, index) => ({ point, rank: ranks[index] ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ point }) => point);
        const series = new ReadingSeries();
        for (const size of [...sizes, shuffled.length]) series.merge(shuffled.splice(0, size));
        expect(valuesOf(series)).toEqual([...last].sort(([a], [b]) => a - b).map(([, value]) => value));
      },
    ),
  );
});

it('does not undo what came live with what history knew before', () => {
  const series = new ReadingSeries();
  series.merge([at(1, 20, 2)]);
  expect(series.merge([at(1, 10, 1), at(0, 5, 1)])).toBe(true);
  expect(valuesOf(series)).toEqual([5, 20]);
  expect(series.merge([at(1, 20, 3)])).toBe(false);
});

it('forgets what is before an instant', () => {
  const series = new ReadingSeries();
  series.merge([at(1, 1, 1), at(2, 2, 1), at(3, 3, 1)]);
  series.dropBefore('2026-01-01T00:00:02');
  expect(valuesOf(series)).toEqual([2, 3]);
});
