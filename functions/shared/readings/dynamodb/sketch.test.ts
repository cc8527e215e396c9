import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { addSketches, emptySketch, MOST_SIZES, numberAt, readSketch, sketchOf, writeSketch } from './sketch.ts';

const size = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
const number = fc.oneof(
  fc.double({ min: -100, max: 100, noNaN: true }),
  size,
  size.map((value) => -value),
);
const numbers = fc.array(number.filter((value) => value === 0 || Math.abs(value) >= 1e-300));

describe('a sketch', () => {
  it('answers the number of any rank to 1 %', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const sketch = sketchOf(values);
        const ascending = Float64Array.from(values).sort();
        for (const [index, value] of ascending.entries())
          expect(Math.abs(numberAt(sketch, index + 1) - value)).toBeLessThanOrEqual(0.010000001 * Math.abs(value));
      }),
    );
  });

  it('of both is the sketch of all, whichever comes first', () => {
    fc.assert(
      fc.property(numbers, numbers, (some, others) => {
        const [one, other] = [sketchOf(some), sketchOf(others)];
        expect(addSketches(one, other)).toEqual(sketchOf([...some, ...others]));
        expect(addSketches(other, one)).toEqual(addSketches(one, other));
        expect(addSketches(one, emptySketch())).toEqual(one);
      }),
    );
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const writer = new ByteWriter();
        writeSketch(writer, sketchOf(values));
        expect(readSketch(new ByteReader(writer.bytes()))).toEqual(sketchOf(values));
      }),
    );
  });

  it('takes a part of an item, whatever numbers there are', () => {
    const wide = Array.from({ length: 60_000 }, (_, index) => 1.02 ** (index / 2 - 15_000) * (index % 2 ? 1 : -1));
    const sketch = sketchOf(wide);
    expect(sketch.positive.size + sketch.negative.size).toBeLessThanOrEqual(MOST_SIZES + 1);
    const writer = new ByteWriter();
    writeSketch(writer, sketch);
    expect(24 * writer.bytes().length).toBeLessThan(390_000);
    expect(numberAt(sketch, 30_000)).toBe(0);
    const largest = Math.max(...wide);
    expect(Math.abs(numberAt(sketch, wide.length) - largest)).toBeLessThanOrEqual(0.010000001 * largest);
  });

  it('has no number of a rank that there is not', () => {
    expect(() => numberAt(sketchOf([1, 2]), 3)).toThrow('A sketch of 2 numbers has none of rank 3');
  });
});
