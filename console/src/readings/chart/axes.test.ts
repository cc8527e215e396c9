import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeAround, timeLabels, valueLabels } from './axes.ts';

const at = (...times: string[]): number[] => times.map((time) => new Date(time).getTime());
const HOUR = 3_600_000;

describe('labels of a time axis', () => {
  it.each([
    ['en-GB', ['22:00\n23 Nov', '00:00\n24 Nov', '02:00']],
    ['fr', ['22:00\n23 nov.', '00:00\n24 nov.', '02:00']],
  ])('in %s name the day where it begins', (locale, labels) => {
    const times = at('2026-11-23T22:00', '2026-11-24T00:00', '2026-11-24T02:00');
    expect(timeLabels(locale)(times, 2 * HOUR)).toEqual(labels);
  });

  it.each([
    [5000, '12:00:05\n23 Nov'],
    [24 * HOUR, '23 Nov\n2026'],
    [30 * 24 * HOUR, 'Nov\n2026'],
    [365 * 24 * HOUR, '2026'],
  ])('that are %i ms apart', (step, label) => {
    expect(timeLabels('en-GB')(at('2026-11-23T12:00:05'), step)).toEqual([label]);
  });
});

it.each([
  ['en', [0, 0.5, 1], 0.5, ['0', '0.5', '1']],
  ['fr', [0, 0.25], 0.25, ['0', '0,25']],
  ['en', [3.8, 4], 0.2, ['3.8', '4']],
  ['en', [1000, 1500], 500, ['1,000', '1,500']],
  ['en', [0, 2_500_000], 2_500_000, ['0', '2.5M']],
  ['en', [0, 3e38], 3e38, ['0E0', '3E38']],
  ['en', [0, 2e-20], 2e-20, ['0E0', '2E-20']],
])('values in %s: %j', (locale, values, step, labels) => {
  expect(valueLabels(locale)(values, step)).toEqual(labels);
});

describe('an axis of values', () => {
  it('reaches beyond what is measured, which fills most of it unless it is level', () => {
    // What Sonde takes as a value.
    const value = fc
      .double({ min: -9.9e125, max: 9.9e125, noNaN: true })
      .map((each) => (Math.abs(each) < 1e-130 ? 0 : each));
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [min, max] = [Math.min(one, other), Math.max(one, other)];
        const [low, high] = rangeAround(min, max);
        expect(low < min && high > max).toBe(true);
        // Steps between labels can be told apart.
        expect(low + (high - low) / 1000).toBeGreaterThan(low);
      }),
    );
  });

  it.each([
    [1, 3, 0.88, 3.12],
    [20, 20, 19, 21],
    [0, 0, -1, 1],
    [null, null, 0, 1],
    // As means of what is always the same come out.
    [20, 20.000000000000004, 19, 21],
    [1e17, 1e17 + 16, 0.95e17, 1.05e17],
  ])('from %j to %j reaches from %d to %d', (min, max, low, high) => {
    const [from, to] = rangeAround(min, max);
    expect(Math.abs(from - low)).toBeLessThanOrEqual(Math.abs(low) * 1e-9);
    expect(Math.abs(to - high)).toBeLessThanOrEqual(high * 1e-9);
  });
});
