import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dueAt, markSlotOf, slotOf } from './slots.ts';

const MINUTE_MS = 60_000;
const times = fc.integer({ min: 0, max: 4_000_000_000_000 });
/** Of the present, the past and the future. */
const hours = fc.integer({ min: -3, max: 3 });

it('a mark is due only when every write that may rely on it is over', () => {
  fc.assert(
    fc.property(times, hours, fc.nat({ max: 120 * MINUTE_MS }), (now, distance, later) => {
      const hour = Math.max(0, Math.floor(now / (60 * MINUTE_MS)) + distance);
      const slot = markSlotOf(hour, now);
      expect(dueAt(hour, slot)).toBeGreaterThanOrEqual(now + 5 * MINUTE_MS);
      // A writer that remembers the mark relies on it as long as it would put the same one.
      if (markSlotOf(hour, now + later) === slot)
        expect(dueAt(hour, slot)).toBeGreaterThanOrEqual(now + later + 5 * MINUTE_MS);
      expect(slot).toBeGreaterThanOrEqual(slotOf(now));
    }),
  );
});

it('no hour is waited for much longer than runs take to be written, however far ahead it is', () => {
  fc.assert(
    fc.property(times, fc.nat({ max: 1_000_000 }), (now, distance) => {
      const hour = Math.floor(now / (60 * MINUTE_MS)) + distance;
      expect(dueAt(hour, markSlotOf(hour, now)) - now).toBeLessThanOrEqual(190 * MINUTE_MS);
    }),
  );
});
