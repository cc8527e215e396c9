import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Statistic } from '../store.ts';
import { STATISTICS } from '../store.ts';
import { hourBegin } from './keys.ts';
import { isPercentile, percentileOf } from './percentiles.ts';
import type { Series } from './series.ts';
import type { Summary } from './summary.ts';
import { addSummaries, emptySummary, packSummary, statisticOf, summarize, unpackSummary } from './summary.ts';

const begin = hourBegin(490_000);
const SECOND = 1e9;

function seriesOf(values: readonly (number | null)[], texts: readonly (string | null)[] | null = null): Series {
  return {
    begin,
    offsets: Float64Array.from(values, (_, index) => index * SECOND),
    values: Float64Array.from(values, (value) => value ?? NaN),
    texts,
    receivedAt: Float64Array.from(values, () => 0),
  };
}

/** The readings of a series from one index to another. */
function part({ offsets, values, texts, receivedAt }: Series, from: number, to?: number): Series {
  return {
    begin,
    offsets: offsets.subarray(from, to),
    values: values.subarray(from, to),
    texts: texts?.slice(from, to) ?? null,
    receivedAt: receivedAt.subarray(from, to),
  };
}

const figures = (summary: Summary) =>
  Object.fromEntries(STATISTICS.map((statistic) => [statistic, statisticOf(summary, statistic)]));

const decimal = fc.integer({ min: -100_000, max: 100_000 }).map((digits) => digits / 100);
const value = fc.option(fc.oneof(decimal, fc.double({ min: -1e12, max: 1e12, noNaN: true })), { freq: 10 });
const series = fc.array(value).map((values) =>
  seriesOf(
    values,
    values.map((value, index) => (value === null && index % 2 === 0 ? 'open' : null)),
  ),
);

describe('a summary', () => {
  it('has every statistic', () => {
    expect(figures(summarize(seriesOf([2, 4, 4, 4, 5, 5, 7, 9])))).toEqual({
      AVG: 5,
      MIN: 2,
      MAX: 9,
      SUM: 40,
      COUNT: 8,
      FIRST: 2,
      LAST: 9,
      STDDEV: Math.sqrt(32 / 7),
      P50: expect.closeTo(4, 1) as number,
      P90: 9,
      P95: 9,
      P99: 9,
    });
  });

  it('has no deviation of a single number', () => {
    expect(statisticOf(summarize(seriesOf([3])), 'STDDEV')).toBeNull();
  });

  it('counts nothing, and has nothing else, where there is nothing', () => {
    const none = Object.fromEntries(STATISTICS.map((statistic) => [statistic, statistic === 'COUNT' ? 0 : null]));
    expect(figures(emptySummary())).toEqual(none);
    expect(figures(summarize(seriesOf([null, null], ['open', null])))).toEqual(none);
  });

  it('counts readings with no more than a text, and leaves out those that were deleted', () => {
    const summary = summarize(seriesOf([null, 1, null, 2], ['open', null, null, 'ok']));
    expect(summary).toMatchObject({ readings: 3, count: 2, sum: 3, first: { value: 1, time: begin + 1_000_000_000n } });
  });

  it('has the earliest of the smallest and of the largest', () => {
    const { smallest, largest } = summarize(seriesOf([2, 1, 3, 1, 3]));
    expect([smallest, largest]).toEqual([
      { time: begin + 1_000_000_000n, value: 1 },
      { time: begin + 2_000_000_000n, value: 3 },
    ]);
  });

  it('keeps the deviation of numbers that are far from zero and near each other', () => {
    const far = 1e9;
    const whole = seriesOf(Array.from({ length: 1000 }, (_, index) => far + (index % 2)));
    const parts = Array.from({ length: 10 }, (_, index) => summarize(part(whole, index * 100, index * 100 + 100)));
    const expected = Math.sqrt(250 / 999);
    expect(statisticOf(summarize(whole), 'STDDEV')).toBeCloseTo(expected, 9);
    expect(statisticOf(parts.reduce(addSummaries, emptySummary()), 'STDDEV')).toBeCloseTo(expected, 9);
  });

  it('of a sum that no double holds has none', () => {
    const summary = summarize(seriesOf([1.7e308, 1.7e308]));
    expect(figures(summary)).toMatchObject({ SUM: null, AVG: null, STDDEV: null, MAX: 1.7e308, P50: 1.7e308 });
  });

  it('of the parts is that of the whole, in any order', () => {
    fc.assert(
      fc.property(series, fc.array(fc.nat(50)), fc.boolean(), (whole, cuts, backwards) => {
        const ends = [0, ...cuts.filter((cut) => cut < whole.values.length).sort((a, b) => a - b)];
        const parts = ends.map((from, index) => summarize(part(whole, from, ends[index + 1])));
        const sum = (backwards ? parts.reverse() : parts).reduce(addSummaries, emptySummary());
        const all = summarize(whole);
        const size = whole.values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
        const { readings, count, first, last, smallest, largest, sketch } = all;
        expect(sum).toMatchObject({ readings, count, first, last, smallest, largest, sketch });
        expect(Math.abs(sum.sum - all.sum)).toBeLessThanOrEqual(1e-12 * size * count);
        expect(Math.abs(sum.mean - all.mean)).toBeLessThanOrEqual(1e-12 * size);
        expect(Math.abs(sum.squares - all.squares)).toBeLessThanOrEqual(1e-12 * size * size * count);
      }),
    );
  });

  it('of both is the same, whichever comes first', () => {
    fc.assert(
      fc.property(series, fc.nat(50), (whole, cut) => {
        const [one, other] = [summarize(part(whole, 0, cut)), summarize(part(whole, cut))];
        expect(addSummaries(one, other)).toEqual(addSummaries(other, one));
      }),
    );
  });

  it('answers percentiles to 1 %', () => {
    const percentiles = STATISTICS.filter((statistic: Statistic) => isPercentile(statistic));
    fc.assert(
      fc.property(fc.array(decimal, { minLength: 1 }), (values) => {
        const summary = summarize(seriesOf(values));
        const ascending = Float64Array.from(values).sort();
        for (const percentile of percentiles) {
          const exact = percentileOf(ascending, percentile) ?? NaN;
          const error = Math.abs((statisticOf(summary, percentile) ?? NaN) - exact);
          expect(error).toBeLessThanOrEqual(0.010000001 * Math.abs(exact));
        }
      }),
    );
  });
});

describe('a packed summary', () => {
  it('is read to the bit', () => {
    fc.assert(
      fc.property(series, (series) => {
        const summary = summarize(series);
        expect(unpackSummary(packSummary(summary, begin), begin)).toEqual(summary);
      }),
    );
  });

  it('is small where a device measures to some digits', () => {
    const hour = seriesOf(
      Array.from({ length: 60 }, (_, minute) => Math.round(2100 + 80 * Math.sin(minute / 10)) / 100),
    );
    expect(packSummary(summarize(hour), begin).length).toBeLessThan(70);
  });

  it('of another format is refused', () => {
    expect(() => unpackSummary(Uint8Array.of(9), begin)).toThrow('There is no format 9 of summaries');
    expect(() => unpackSummary(Uint8Array.of(1, 5), begin)).toThrow(RangeError);
  });
});

describe('a summary without a sketch', () => {
  it('says the same, but for percentiles', () => {
    const series = seriesOf([3, -1, 4.5, 0, 1e300]);
    const whole = summarize(series);
    const without = { ...whole, sketch: null };
    expect(summarize(series, { sketch: false })).toEqual(without);
    expect(unpackSummary(packSummary(whole, begin), begin, { sketch: false })).toEqual(without);
    expect(addSummaries(without, without)).toEqual({ ...addSummaries(whole, whole), sketch: null });
    expect(statisticOf(without, 'STDDEV')).toBe(statisticOf(whole, 'STDDEV'));
    expect(() => statisticOf(without, 'P50')).toThrow('without a sketch');
    expect(() => packSummary(without, begin)).toThrow('without a sketch');
  });
});
