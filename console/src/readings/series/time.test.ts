import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyOf, millisecondsOf, timeOf } from './time.ts';

it.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00'],
  ['2026-01-01T00:00:10Z', '2026-01-01T00:00:10'],
  ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00'],
  ['2026-01-01T00:00:00.120Z', '2026-01-01T00:00:00.12'],
  ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123456789'],
])('the key of %s is %s', (time, key) => {
  expect(keyOf(time)).toBe(key);
});

const instant = fc.record({
  second: fc.integer({ min: 0, max: 4_000_000_000 }),
  nanosecond: fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(0, 1, 999_999_999, 100_000_000)),
});
const text = ({ second, nanosecond }: { second: number; nanosecond: number }, digits = 9): string =>
  `${timeOf(second * 1000).slice(0, 19)}.${String(nanosecond).padStart(9, '0').slice(0, digits)}Z`;

it('keys sort as instants do', () => {
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const distance = a.second - b.second || a.nanosecond - b.nanosecond;
      const [one, other] = [keyOf(text(a)), keyOf(text(b))];
      expect(one === other ? 0 : one < other ? -1 : 1).toBe(Math.sign(distance));
    }),
  );
});

it('milliseconds are those of the instant, and never of the next', () => {
  fc.assert(
    fc.property(instant, (time) => {
      const exact = time.nanosecond / 1e6;
      const found = millisecondsOf(keyOf(text(time))) - time.second * 1000;
      expect(Math.floor(found)).toBe(Math.floor(exact));
      expect(exact - found).toBeGreaterThan(-1e-9);
      expect(exact - found).toBeLessThan(0.001);
    }),
  );
});
