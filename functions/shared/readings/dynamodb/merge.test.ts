import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourBegin } from './keys.ts';
import { mergeSeries, readingsIn, seriesOf, sliceSeries } from './merge.ts';
import type { SeriesReading } from './series.ts';
import { readingsArbitrary, seriesArbitrary, seriesFrom } from './testing/series.ts';

const hour = 495_000;
const begin = hourBegin(hour);
const none = seriesOf(hour, []);
const at = (offset: bigint, change: Partial<SeriesReading> = {}): SeriesReading => ({
  time: begin + offset,
  value: 1,
  text: null,
  receivedAt: 1000,
  ...change,
});
/** Series that have many times in common. */
const crowded = fc
  .array(
    fc.record({
      time: fc.bigInt({ min: 0n, max: 6n }).map((offset) => begin + offset),
      value: fc.option(fc.constantFrom(0, -0, 1)),
      text: fc.option(fc.constantFrom('', 'a', 'b')),
      receivedAt: fc.constantFrom(1, 2),
    }),
    { maxLength: 8 },
  )
  .map((readings) => seriesOf(hour, readings));
const series = fc.oneof(crowded, crowded, seriesArbitrary(hour));

describe('mergeSeries', () => {
  it('is commutative, associative and idempotent, and nothing is its neutral element', () => {
    fc.assert(
      fc.property(series, series, series, (a, b, c) => {
        const all = mergeSeries([a, b, c]);
        expect(mergeSeries([c, a, b])).toEqual(all);
        expect(mergeSeries([mergeSeries([a, b]), c])).toEqual(all);
        expect(mergeSeries([a, mergeSeries([b, c])])).toEqual(all);
        expect(mergeSeries([all, a, all])).toEqual(all);
        expect(mergeSeries([none, all])).toEqual(all);
      }),
      { numRuns: 500 },
    );
  });

  it('is what comes of all readings at once', () => {
    fc.assert(
      fc.property(fc.array(readingsArbitrary(hour), { minLength: 1, maxLength: 9 }), (parts) => {
        expect(mergeSeries(parts.map((part) => seriesOf(hour, part)))).toEqual(seriesOf(hour, parts.flat()));
      }),
    );
  });

  it('takes the reading that was received last, a deletion too, and a deletion of those received at once', () => {
    const merged = (...readings: SeriesReading[]) => [
      ...readingsIn(mergeSeries(readings.map((reading) => seriesOf(hour, [reading])))),
    ];
    const deleted = { value: null, text: null };
    expect(merged(at(1n, { value: 5, receivedAt: 2 }), at(1n, { value: 9, receivedAt: 1 }))).toEqual([
      at(1n, { value: 5, receivedAt: 2 }),
    ]);
    expect(merged(at(1n), at(1n, { ...deleted, receivedAt: 1001 }))).toEqual([
      at(1n, { ...deleted, receivedAt: 1001 }),
    ]);
    expect(merged(at(1n, { ...deleted, receivedAt: 999 }), at(1n))).toEqual([at(1n)]);
    expect(merged(at(1n), at(1n, deleted))).toEqual([at(1n, deleted)]);
  });

  it('needs a series', () => {
    expect(() => mergeSeries([])).toThrow(RangeError);
  });
});

describe('seriesOf', () => {
  it('keeps every time once, in order, with the reading received last', () => {
    fc.assert(
      fc.property(readingsArbitrary(hour), (readings) => {
        const kept = [...readingsIn(seriesOf(hour, readings))];
        const times = [...new Set(readings.map(({ time }) => time))].sort((one, other) => (one < other ? -1 : 1));
        expect(kept.map(({ time }) => time)).toEqual(times);
        for (const { time, receivedAt } of kept) {
          const same = readings.filter((reading) => reading.time === time);
          expect(receivedAt).toBe(Math.max(...same.map((reading) => reading.receivedAt)));
        }
      }),
    );
  });
});

describe('sliceSeries', () => {
  it('has what is in the period and nothing else', () => {
    const offset = fc.bigInt({ min: -10n, max: 3_600_000_000_010n });
    fc.assert(
      fc.property(seriesArbitrary(hour), offset, offset, (all, one, other) => {
        const [from, to] = [begin + one, begin + other];
        const expected = [...readingsIn(all)].filter(({ time }) => time >= from && time < to);
        expect(sliceSeries(all, from, to)).toEqual(seriesOf(hour, expected));
      }),
    );
  });

  it('copies no numbers', () => {
    const all = seriesFrom(begin, [1, 2, 3]);
    const slice = sliceSeries(all, begin + 1n, begin + 2_000_000_000n);
    expect(slice.values.buffer).toBe(all.values.buffer);
    expect([...slice.values]).toEqual([2]);
  });
});
