import fc from 'fast-check';
import { decodeTime, ulid } from 'ulid';
import { expect, it } from 'vitest';
import { ULID } from '../shared/names.ts';
import { deviceIdOf, eventIdOf } from './ids.ts';

const row = fc.integer({ min: 0, max: 9999 });
const time = fc.integer({ min: 1, max: 2 ** 48 - 1 });
const STARTED = '2026-03-01T00:00:00.000Z';

it('an id is a ULID of the import’s time, the same for the same row alone, in the order of the rows', () => {
  fc.assert(
    fc.property(time, row, row, (now, a, b) => {
      const importId = ulid(now);
      const [first, second] = [deviceIdOf(importId, a), deviceIdOf(importId, b)];
      expect(first).toMatch(ULID);
      expect(decodeTime(first)).toBe(now);
      expect(first).toBe(deviceIdOf(importId, a));
      expect(Math.sign(a - b)).toBe(first < second ? -1 : Number(first > second));
    }),
  );
});

it('imports of the same time have devices of their own, and events are none of them', () => {
  const [one, other] = [ulid(1), ulid(1)];
  expect(deviceIdOf(one, 0)).not.toBe(deviceIdOf(other, 0));
  expect(eventIdOf(one, STARTED, 0)).not.toBe(eventIdOf(other, STARTED, 0));
  expect(decodeTime(eventIdOf(one, STARTED, 7))).toBe(Date.parse(STARTED));
});
