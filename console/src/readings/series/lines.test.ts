import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, type Line } from './align.ts';
import { silenceOf } from './gaps.ts';
import { slicesOf } from './slices.ts';

describe('slices of a period', () => {
  const parts = fc
    .array(fc.tuple(fc.nat(100), fc.nat(100)), { maxLength: 40 })
    .map((counts) => counts.map((each, index) => ({ from: index * 10, to: index * 10 + 10, counts: each })));

  it('follow each other, have all readings, and no more than may be', () => {
    fc.assert(
      fc.property(parts, (all) => {
        const slices = slicesOf(all, 100);
        expect(slices[0]?.from).toBe(all[0]?.from);
        expect(slices.at(-1)?.to).toBe(all.at(-1)?.to);
        slices.forEach(({ from, counts }, index) => {
          if (index > 0) expect(from).toBe(slices[index - 1]?.to);
          expect(Math.max(...counts)).toBeLessThanOrEqual(100);
        });
        const sum = (of: readonly { counts: readonly number[] }[]) =>
          of.flatMap(({ counts }) => counts).reduce((a, b) => a + b, 0);
        expect(sum(slices)).toBe(sum(all));
      }),
    );
  });

  it('leave a part alone that has too many by itself', () => {
    const part = (from: number, count: number) => ({ from, to: from + 1, counts: [count] });
    expect(slicesOf([part(0, 1), part(1, 9), part(2, 1)], 5)).toEqual([part(0, 1), part(1, 9), part(2, 1)]);
  });
});

describe('a silence', () => {
  it('is five times the rhythm of a regular device', () => {
    expect(silenceOf([0, 60, 120, 180, 240, 300])).toBe(300);
  });

  it('is longer than what an irregular one is used to', () => {
    const times = [0, 1, 2, 12, 13, 14, 24, 25, 26, 36];
    expect(silenceOf(times)).toBeGreaterThan(10);
  });

  it('does not break what has no rhythm yet', () => {
    expect(silenceOf([0, 1, 1000])).toBe(Infinity);
  });
});

describe('lines on one axis', () => {
  it('break where nothing is measured for long, and nowhere else', () => {
    const [times, values] = align([{ times: [0, 1, 9, 10], values: [[1, 2, 3, 4]], silence: 5 }]);
    expect(times).toEqual([0, 1, 5, 9, 10]);
    expect(values).toEqual([1, 2, null, 3, 4]);
  });

  const line: fc.Arbitrary<Line> = fc
    .record({ times: fc.uniqueArray(fc.nat(50), { maxLength: 20 }), silence: fc.constantFrom(3, 10, Infinity) })
    .map(({ times, silence }) => {
      const sorted = times.sort((a, b) => a - b);
      return { times: sorted, values: [sorted.map((time) => time * 2)], silence };
    });

  it('keep each its own values', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const [times, ...columns] = align(lines);
        expect([...new Set(times)].sort((a, b) => a - b)).toEqual(times);
        lines.forEach((each, index) => {
          const kept = times.flatMap((time, row) => {
            const value = columns[index]?.[row];
            return typeof value === 'number' ? [[time, value]] : [];
          });
          expect(kept).toEqual(each.times.map((time) => [time, time * 2]));
        });
      }),
    );
  });
});
