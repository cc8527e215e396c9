import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SondeError } from '../shared/errors.ts';
import { METRIC_NAME } from '../shared/names.ts';
import type { CursorQuery } from './cursor.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const query: CursorQuery = {
  organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
  deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H',
  metrics: ['temperature', 'wind'],
  from: 0n,
  to: 10n ** 18n,
  order: 'ASC',
};
const position = { time: 123_456_789_012_345_678n, metric: 'temperature' };

function problemOf(query: CursorQuery, cursor: string): string {
  try {
    decodeCursor(query, cursor);
  } catch (error) {
    if (error instanceof SondeError && error.type === 'ValidationError') return error.message;
    throw error;
  }
  return 'none';
}

describe('a cursor', () => {
  it('holds any position, to the nanosecond', () => {
    const positions = fc.record({ time: fc.bigInt(0n, query.to - 1n), metric: fc.stringMatching(METRIC_NAME) });
    fc.assert(
      fc.property(positions, (position) => {
        const cursor = encodeCursor(query, position);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(decodeCursor(query, cursor)).toEqual(position);
      }),
    );
  });

  it('serves the same metrics in any order', () => {
    const other = { ...query, metrics: ['wind', 'temperature'] };
    expect(decodeCursor(other, encodeCursor(query, position))).toEqual(position);
  });

  it.each([
    { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8J' },
    { deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8J' },
    { metrics: null },
    { metrics: ['temperature'] },
    { from: 1n },
    { to: 10n ** 18n + 1n },
    { order: 'DESC' as const },
  ])('does not serve another query: %o', (change) => {
    expect(problemOf({ ...query, ...change }, encodeCursor(query, position))).toContain('cursor of another query');
  });

  it('is refused when it is cut anywhere', () => {
    const cursor = encodeCursor(query, position);
    for (let length = 0; length < cursor.length; length++)
      expect(problemOf(query, cursor.slice(0, length))).toContain('is not a cursor');
  });

  it('is refused when it is malformed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (text) => {
          expect(problemOf(query, text)).toContain('is not a cursor');
        },
      ),
    );
    expect(problemOf(query, `${encodeCursor(query, position)}=`)).toContain('is not a cursor');
  });

  it('is refused when its position is outside of the period', () => {
    expect(problemOf(query, encodeCursor(query, { time: query.to, metric: 'wind' }))).toContain('is not a cursor');
  });
});
