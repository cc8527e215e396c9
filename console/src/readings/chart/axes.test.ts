import { describe, expect, it } from 'vitest';
import { timeLabels, valueLabels } from './axes.ts';

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
])('values in %s: %j', (locale, values, step, labels) => {
  expect(valueLabels(locale)(values, step)).toEqual(labels);
});
