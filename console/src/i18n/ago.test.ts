import { describe, expect, it } from 'vitest';
import { agoOf } from './ago.ts';

describe('how long ago', () => {
  it.each([
    [0, { count: 0, unit: 'second' }],
    [-9_999, { count: 0, unit: 'second' }],
    [-59_000, { count: -59, unit: 'second' }],
    [-60_000, { count: -1, unit: 'minute' }],
    [-3_599_000, { count: -59, unit: 'minute' }],
    [-86_400_000, { count: -1, unit: 'day' }],
    [7_200_000, { count: 2, unit: 'hour' }],
    [-400 * 86_400_000, { count: -1, unit: 'year' }],
  ])('%i ms is %o', (distance, told) => {
    const now = Date.parse('2026-06-01T12:00:00Z');
    expect(agoOf(now + distance, now)).toEqual(told);
  });
});
