import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figures } from './fill.ts';
import { fill } from './fill.ts';

/** Windows that begin an hour after each other; undefined for those without readings. */
function figures(...values: (number | null | undefined)[]): Figures {
  return {
    begins: values.map((_, index) => BigInt(index) * 3_600_000_000_000n),
    measured: values.map((value) => value !== undefined),
    values: values.map((value) => value ?? null),
  };
}
const GAPS = figures(undefined, 1, undefined, undefined, 4, undefined);

describe('fill', () => {
  it('NULL leaves what is missing empty', () => {
    expect(fill('NULL', GAPS)).toEqual([null, 1, null, null, 4, null]);
  });

  it('PREVIOUS goes on with the window before', () => {
    expect(fill('PREVIOUS', GAPS)).toEqual([null, 1, 1, 1, 4, 4]);
    expect(fill('PREVIOUS', figures(1, null, undefined))).toEqual([1, null, null]);
  });

  it('LINEAR draws a line between the windows around', () => {
    expect(fill('LINEAR', GAPS)).toEqual([null, 1, 2, 3, 4, null]);
    expect(fill('LINEAR', figures(1, undefined, null, undefined, 5))).toEqual([1, null, null, null, 5]);
    expect(fill('LINEAR', figures(-Number.MAX_VALUE, undefined, Number.MAX_VALUE))[1]).toBe(0);
  });

  it('LINEAR goes by when windows begin: a day need not have 24 hours', () => {
    const [, value] = fill('LINEAR', { ...figures(0, undefined, 48), begins: [0n, 23n, 48n] });
    expect(value).toBeCloseTo(23, 12);
  });

  const values = fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }));
  const ways = fc.constantFrom('NULL', 'PREVIOUS', 'LINEAR');

  it('changes nothing that was measured', () => {
    fc.assert(
      fc.property(values, ways, (values, way) => {
        const filled = fill(way, figures(...values));
        expect(filled).toHaveLength(values.length);
        for (const [index, value] of values.entries()) if (value !== undefined) expect(filled[index]).toBe(value);
      }),
    );
  });

  it('makes up nothing beyond its neighbours', () => {
    fc.assert(
      fc.property(values, ways, (values, way) => {
        for (const [index, value] of fill(way, figures(...values)).entries()) {
          if (values[index] !== undefined) continue;
          const before = values.slice(0, index).findLast((value) => value !== undefined);
          const after = values.slice(index).find((value) => value !== undefined);
          if (way === 'NULL') expect(value).toBeNull();
          else if (way === 'PREVIOUS') expect(value).toBe(before ?? null);
          else if (before === undefined || after === undefined) expect(value).toBeNull();
          else {
            expect(value).toBeGreaterThanOrEqual(Math.min(before, after));
            expect(value).toBeLessThanOrEqual(Math.max(before, after));
          }
        }
      }),
    );
  });

  it('of a series that has all is the series', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), ways, (values, way) => {
        expect(fill(way, figures(...values))).toEqual(values);
      }),
    );
  });
});
