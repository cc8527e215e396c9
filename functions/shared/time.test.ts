import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARLIEST, formatTime, fromDecimal, fromMilliseconds, isStorable, LATEST, parseTime } from './time.ts';

const storable = fc.bigInt({ min: EARLIEST, max: LATEST });

describe('parseTime', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:00.000000001Z', 1n],
    ['2026-03-29T01:59:59.999Z', 1774749599999000000n],
    ['2026-03-29T03:59:59.999+02:00', 1774749599999000000n],
    ['2026-03-28T20:29:59.999-05:30', 1774749599999000000n],
    ['2024-02-29T00:00:00.1Z', 1709164800100000000n],
    ['1970-01-01T00:19:32.5+00:19:32', 500000000n],
    ['1969-12-31T23:59:59.5Z', -500000000n],
    ['2262-04-11T23:47:16.854775806Z', LATEST],
    ['0001-01-01T00:00:00Z', -62135596800000000000n],
  ])('reads %s', (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });

  it.each([
    '',
    'now',
    '2026-03-29',
    '2026-03-29T01:59:59',
    '2026-03-29 01:59:59Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-03-29T24:00:00Z',
    '2026-03-29T00:60:00Z',
    '2026-03-29T00:00:60Z',
    '2026-03-29T00:00:00.Z',
    '2026-03-29T00:00:00.0000000001Z',
    '2026-03-29T00:00:00+18:01',
    '2026-03-29T00:00:00+01:60',
    '2026-03-29T00:00:00Z\n',
    '٢٠٢٦-03-29T00:00:00Z',
  ])('refuses %j', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('reads what formatTime writes, to the nanosecond', () => {
    fc.assert(
      fc.property(storable, (time) => {
        expect(parseTime(formatTime(time))).toBe(time);
      }),
    );
  });

  it('reads the same instant in every offset', () => {
    fc.assert(
      fc.property(storable, fc.integer({ min: -18 * 60, max: 18 * 60 }), (time, minutes) => {
        const local = formatTime(time + BigInt(minutes) * 60_000_000_000n).slice(0, -1);
        const size = Math.abs(minutes);
        const two = (part: number) => part.toString().padStart(2, '0');
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        expect(parseTime(local + offset)).toBe(time);
      }),
    );
  });
});

describe('formatTime', () => {
  it.each([
    [0n, '1970-01-01T00:00:00Z'],
    [100_000_000n, '1970-01-01T00:00:00.100Z'],
    [1_000n, '1970-01-01T00:00:00.000001Z'],
    [1n, '1970-01-01T00:00:00.000000001Z'],
    [1_000_000n, '1970-01-01T00:00:00.001Z'],
    [LATEST, '2262-04-11T23:47:16.854775806Z'],
    [-1n, '1969-12-31T23:59:59.999999999Z'],
  ])('writes %s ns as %s', (time, expected) => {
    expect(formatTime(time)).toBe(expected);
  });

  it('has as few fraction digits as are exact', () => {
    fc.assert(
      fc.property(storable, (time) => {
        const fraction = /\.(\d+)Z$/.exec(formatTime(time))?.[1];
        expect([undefined, 3, 6, 9]).toContain(fraction?.length);
        if (fraction !== undefined) expect(fraction.endsWith('000')).toBe(false);
      }),
    );
  });
});

describe('fromDecimal', () => {
  it.each([
    [1276020076.001, 'seconds', 1276020076001000000n],
    [1.276020076305e9, 'seconds', 1276020076305000000n],
    [-5, 'seconds', -5000000000n],
    [1e-9, 'seconds', 1n],
    [1e-10, 'seconds', 0n],
    [1e21, 'seconds', 10n ** 30n],
    [1774749599999, 'milliseconds', 1774749599999000000n],
    [0.25, 'milliseconds', 250000n],
  ] as const)('takes %d %s', (amount, unit, expected) => {
    expect(fromDecimal(amount, unit)).toBe(expected);
  });

  it('is exact for every whole millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (milliseconds) => {
        expect(fromDecimal(milliseconds, 'milliseconds')).toBe(fromMilliseconds(milliseconds));
      }),
    );
  });
});

describe('isStorable', () => {
  it('takes what a signed 64-bit count of nanoseconds from 1970 on holds', () => {
    expect([EARLIEST - 1n, EARLIEST, LATEST, LATEST + 1n].map(isStorable)).toEqual([false, true, true, false]);
  });
});
