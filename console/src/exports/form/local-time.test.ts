import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localText, presetPeriod, PRESETS, timeOfLocal } from './local-time.ts';

describe('a time in the browser’s time zone', () => {
  it('is the same after it was shown and entered again', () => {
    const seconds = fc.integer({ min: 0, max: 9_000_000_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const text = localText(new Date(second * 1000).toISOString());
        // Of an hour that the clocks show twice, either is meant.
        expect(localText(timeOfLocal(text) ?? '')).toBe(text);
      }),
    );
  });

  it.each(['', '2026-01', '2026-13-01T00:00', 'yesterday'])('is none: %s', (text) => {
    expect(timeOfLocal(text)).toBe(undefined);
  });
});

describe('a period that people ask for', () => {
  it.each(PRESETS)('%s is not empty', (preset) => {
    const { from, to } = presetPeriod(preset, new Date('2026-03-31T12:00:00Z'));
    expect(Date.parse(from)).toBeLessThan(Date.parse(to));
  });

  it('is the month before, also at the beginning of a year', () => {
    const { from, to } = presetPeriod('lastMonth', new Date(2026, 0, 31));
    expect([from, to]).toEqual([new Date(2025, 11, 1), new Date(2026, 0, 1)].map((date) => date.toISOString()));
  });
});
