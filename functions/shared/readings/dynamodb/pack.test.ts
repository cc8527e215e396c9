import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourBegin } from './keys.ts';
import { packSeries, unpackSeries } from './pack.ts';
import type { Series } from './series.ts';
import { seriesArbitrary, seriesFrom } from './testing/series.ts';

const begin = hourBegin(495_000);

describe('packSeries', () => {
  it('gives back every series to the bit', () => {
    fc.assert(
      fc.property(seriesArbitrary(495_000), (series) => {
        expect(unpackSeries(packSeries(series), begin)).toEqual(series);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, number[]]>([
    ['what doubles have at their ends', [0, -0, Number.MIN_VALUE, -Number.MAX_VALUE, 2 ** 53, -(2 ** 53) - 2, 1e-7]],
    ['one that is not like the others', [...Array.from({ length: 99 }, (_, index) => index / 10), -0]],
    ['whole numbers that are too large to subtract', [2 ** 48, -(2 ** 48), 2 ** 48, -(2 ** 48), 2 ** 49]],
    ['decimals that are no doubles', [0.1 + 0.2, 0.3, 21.53, 1.005, 4.35]],
    ['fractions', Array.from({ length: 100 }, (_, index) => Math.sin(index))],
  ])('gives back %s', (_, values) => {
    const series = seriesFrom(begin, values);
    expect(unpackSeries(packSeries(series), begin)).toEqual(series);
  });

  it('takes few bytes for what sensors send', () => {
    const size = (series: Series) => packSeries(series).length / series.offsets.length;
    const everySecond = (valueOf: (index: number) => number) =>
      seriesFrom(
        begin,
        Array.from({ length: 3600 }, (_, index) => valueOf(index)),
      );
    expect(size(everySecond(() => 21.5))).toBeLessThan(0.02);
    expect(size(everySecond((index) => Math.round(2100 + 300 * Math.sin(index / 600)) / 100))).toBeLessThan(0.4);
    expect(size(everySecond(() => Math.random()))).toBeLessThan(8);
    expect(packSeries(seriesFrom(begin, [21.5])).length).toBeLessThanOrEqual(20);
  });

  it('refuses bytes that are not whole, and versions that it does not know', () => {
    fc.assert(
      fc.property(seriesArbitrary(495_000), fc.nat(), (series, cut) => {
        const bytes = packSeries(series);
        expect(() => unpackSeries(bytes.subarray(0, cut % bytes.length), begin)).toThrow(RangeError);
      }),
      { numRuns: 500 },
    );
    expect(() => unpackSeries(Uint8Array.of(99, 1, 2), begin)).toThrow('packed in version 99');
    expect(() => unpackSeries(Buffer.concat([packSeries(seriesFrom(begin, [1])), Buffer.of(0)]), begin)).toThrow(
      'not whole',
    );
  });
});
