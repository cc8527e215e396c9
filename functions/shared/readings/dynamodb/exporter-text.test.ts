import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARLIEST, formatTime, LATEST } from '../../time.ts';
import { NUMBER_BYTES, numberText, TIME_BYTES, TimeWriter, writeNumber } from './exporter-text.ts';

function written(value: number): string {
  const bytes = Buffer.alloc(NUMBER_BYTES + 1, '#');
  const end = writeNumber(value, bytes, 1);
  expect(bytes.toString('latin1', 0, 1)).toBe('#');
  return bytes.toString('latin1', 1, end);
}

describe('a number', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [21.5, '21.5'],
    [-0.05, '-0.05'],
    [0.1 + 0.2, '0.30000000000000004'],
    [999_999_999_999_999, '999999999999999'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
    [-Number.MAX_VALUE, '-1.7976931348623157e+308'],
    [Number.MIN_VALUE, '5e-324'],
    [-0.0000010380615391234461, '-0.0000010380615391234461'],
  ])('%d is %s', (value, text) => {
    expect(written(value)).toBe(text);
    expect(numberText(value)).toBe(text);
  });

  it('is the shortest text that reads back to it', () => {
    const decimal = fc
      .tuple(fc.integer(), fc.integer({ min: 0, max: 8 }))
      .map(([digits, decimals]) => digits / 10 ** decimals);
    const any = fc.oneof(decimal, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());
    fc.assert(
      fc.property(any, (value) => {
        expect(written(value)).toBe(numberText(value));
        expect(Number(written(value))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('times', () => {
  it('are exact to the nanosecond, in whatever order they come', () => {
    const begin = fc.bigInt({ min: EARLIEST, max: LATEST - 10n ** 13n });
    const offsets = fc.array(fc.oneof(fc.nat(5), fc.nat({ max: 10 ** 13 })), { minLength: 1 });
    fc.assert(
      fc.property(begin, offsets, (begin, offsets) => {
        const writer = new TimeWriter(begin);
        const bytes = Buffer.alloc(TIME_BYTES);
        for (const offset of offsets) {
          expect(writer.write(offset, bytes, 0)).toBe(TIME_BYTES);
          const iso = formatTime(begin + BigInt(offset)).slice(0, -1);
          const [whole = '', fraction = ''] = iso.split('.');
          expect(bytes.toString()).toBe(`${whole.replace('T', ' ')}.${fraction.padEnd(9, '0')}`);
        }
      }),
    );
  });
});
