import { describe, expect, it } from 'vitest';
import { EXPORT_LIMITS } from '../../../../schema/limits.ts';
import { reachedLimits } from './limits.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const TODAY = '2026-06-01T08:00:00.000Z';
const YESTERDAY = '2026-05-31T23:59:59.999Z';
const done = { status: 'SUCCEEDED', createdAt: TODAY, endedAt: TODAY, bytes: 1 } as const;
const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe('the limits of an organization', () => {
  it('are not reached by what has ended', () => {
    expect(reachedLimits(many(99, done), NOW)).toEqual([]);
  });

  it('are of those that are being made', () => {
    const running = { ...done, status: 'RUNNING', endedAt: null, bytes: null } as const;
    expect(reachedLimits(many(4, running), NOW)).toEqual([]);
    expect(reachedLimits(many(5, running), NOW)).toEqual(['atOnce']);
  });

  it('are of a day in UTC', () => {
    expect(reachedLimits(many(100, done), NOW)).toEqual(['aDay']);
    expect(reachedLimits(many(100, { ...done, createdAt: YESTERDAY }), NOW)).toEqual([]);
  });

  it('are of the bytes of a day', () => {
    const huge = { ...done, bytes: EXPORT_LIMITS.bytesADay };
    expect(reachedLimits([huge], NOW)).toEqual(['bytesADay']);
    expect(reachedLimits([{ ...huge, endedAt: YESTERDAY }], NOW)).toEqual([]);
  });
});
