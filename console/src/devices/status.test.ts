import { describe, expect, it } from 'vitest';
import { statusOf } from './status.ts';

const now = Date.parse('2026-06-01T12:00:00Z');

describe('the status of a device', () => {
  it.each([
    [null, 'never'],
    ['2026-06-01T11:59:59.123456789Z', 'reporting'],
    ['2026-06-01T10:00:00.001Z', 'reporting'],
    ['2026-06-01T10:00:00Z', 'silent'],
    ['1990-01-01T00:00:00Z', 'silent'],
    // A device's clock may be ahead.
    ['2026-06-01T12:10:00Z', 'reporting'],
  ])('last seen %s is %s', (lastSeenAt, status) => {
    expect(statusOf(lastSeenAt, now)).toBe(status);
  });
});
