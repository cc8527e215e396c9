import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTime, fromMilliseconds } from '../../functions/shared/time.ts';
import { monthFrom } from './months.ts';

const ms = fc.integer({ min: 0, max: Date.parse('2262-04-11T00:00:00Z') });

it('cuts any period into months in UTC', () => {
  fc.assert(
    fc.property(ms, fc.integer({ min: 1, max: 2 * 366 * 86_400_000 }), (begin, length) => {
      const whole = { from: fromMilliseconds(begin), to: fromMilliseconds(begin + length) };
      let { from } = whole;
      while (from < whole.to) {
        const month = monthFrom(from, whole);
        expect(month.from).toBe(from);
        expect(month.to).toBeGreaterThan(from);
        const [first, last] = [formatTime(month.from), formatTime(month.to - 1n)].map((time) => time.slice(0, 7));
        expect(first).toBe(last);
        expect(month.to === whole.to || formatTime(month.to).endsWith('-01T00:00:00Z')).toBe(true);
        from = month.to;
      }
    }),
  );
});
