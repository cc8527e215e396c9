import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readNumber, readSigned, writeNumber, writeSigned } from './numbers.ts';

function written(value: number): Uint8Array {
  const writer = new ByteWriter();
  writeNumber(writer, value);
  return writer.bytes();
}

describe('a number as bytes', () => {
  it('is read as it was written', () => {
    const doubles = fc.oneof(
      fc.double(),
      fc.integer().map((digits) => digits / 100),
    );
    fc.assert(
      fc.property(doubles, (value) => {
        expect(readNumber(new ByteReader(written(value)))).toBe(value);
      }),
    );
  });

  it('may be whole and negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), (value) => {
        const writer = new ByteWriter();
        writeSigned(writer, value);
        expect(readSigned(new ByteReader(writer.bytes()))).toBe(value);
      }),
    );
  });

  it.each([
    [21.5, 3],
    [-0.25, 2],
    [1013.25, 4],
    [0, 2],
    [-0, 9],
    [Math.PI, 9],
    [1e300, 9],
  ])('is short where it has few digits: %d', (value, bytes) => {
    expect(written(value)).toHaveLength(bytes);
  });
});
