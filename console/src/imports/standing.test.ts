import { describe, expect, it } from 'vitest';
import { hasEnded, hasFiles, isOpen, pauseFor } from './standing.ts';

const now = Date.parse('2026-06-01T12:00:00Z');
const made = (age: number, status: 'RUNNING' | 'CANCELLED' | 'COMPLETED' | 'AWAITING_FILE' = 'RUNNING') => ({
  status,
  rows: 2,
  expiresAt: status === 'COMPLETED' ? '2026-06-02T12:00:00Z' : null,
  updatedAt: new Date(now - age).toISOString(),
});

describe('the standing of an import', () => {
  it('is asked for ever more rarely, and not at all once it has ended', () => {
    expect(pauseFor([], now)).toBe(false);
    expect(pauseFor([made(0, 'COMPLETED')], now)).toBe(false);
    expect(pauseFor([made(0), made(0, 'COMPLETED')], now)).toBe(1_000);
    expect(pauseFor([made(3_600_000), made(20_000)], now)).toBe(5_000);
    expect(pauseFor([made(3_600_000, 'AWAITING_FILE')], now)).toBe(15_000);
    // Clocks differ.
    expect(pauseFor([made(-5_000)], now)).toBe(1_000);
  });

  it('goes on a while after it was cancelled, unless no row was read', () => {
    expect(hasEnded(made(0, 'CANCELLED'))).toBe(false);
    expect(hasEnded({ ...made(0, 'CANCELLED'), expiresAt: '2026-06-02T12:00:00Z' })).toBe(true);
    expect(hasEnded({ ...made(0, 'CANCELLED'), rows: null })).toBe(true);
    expect([isOpen(made(0)), isOpen(made(0, 'CANCELLED'))]).toEqual([true, false]);
  });

  it('has files until they are removed', () => {
    expect(hasFiles(made(0, 'COMPLETED'), now)).toBe(true);
    expect(hasFiles(made(0, 'COMPLETED'), now + 86_400_000)).toBe(false);
    expect(hasFiles(made(0), now)).toBe(false);
  });
});
