import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doubleText, timestampText } from './result-format.ts';

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [-1.5, '-1.5'],
  [0.001, '0.001'],
  [0.00099, '9.9E-4'],
  [9_999_999, '9999999.0'],
  [10_000_000, '1.0E7'],
  [1.6554878837710001e9, '1.6554878837710001E9'],
  [Number.MAX_VALUE, '1.7976931348623157E308'],
  [Number.MIN_VALUE, '5.0E-324'],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
])('%d reads %s', (value, text) => {
  expect(doubleText(value)).toBe(text);
});

test('every double is its text', () => {
  fc.assert(fc.property(fc.double(), (value) => Object.is(Number(doubleText(value)), value)));
});

test('every timestamp has nine digits after its seconds', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 63n - 1n), (ns) => {
      const [, date = '', time = '', fraction = ''] = /^(\S+) (\S+)\.(\d{9})$/.exec(timestampText(ns)) ?? [];
      return BigInt(Date.parse(`${date}T${time}Z`)) * 1_000_000n + BigInt(fraction) === ns;
    }),
  );
});
