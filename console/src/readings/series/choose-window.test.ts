import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoWindow, MOST_WINDOWS, pickableWindows, pointsFor, windowsIn } from './choose-window.ts';
import { aboutLength, parseWindow, USUAL_WINDOWS } from './window-length.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the window that suits a period', () => {
  it.each([
    ['an hour', HOUR, 'PT5S'],
    ['a day', DAY, 'PT2M'],
    ['a week', 7 * DAY, 'PT15M'],
    ['30 days', 30 * DAY, 'PT1H'],
    ['a year', 365 * DAY, 'PT12H'],
    ['four years', 1461 * DAY, 'P2D'],
  ])('of %s on a wide chart', (_, period, window) => {
    expect(autoWindow(period, { points: 1000, series: 1 })).toBe(window);
  });

  const period = fc.integer({ min: 1, max: 100 * 366 * DAY });

  it('makes no more windows than the chart should have points, nor than the API answers', () => {
    fc.assert(
      fc.property(
        period,
        fc.integer({ min: 100, max: 4000 }),
        fc.integer({ min: 1, max: 50 }),
        (length, width, series) => {
          const points = pointsFor(width);
          expect(points).toBeGreaterThanOrEqual(300);
          expect(points).toBeLessThanOrEqual(1000);
          const window = autoWindow(length, { points, series });
          expect(parseWindow(window)).toBeDefined();
          const most = Math.min(points, MOST_WINDOWS / series);
          expect(length / aboutLength(window)).toBeLessThanOrEqual(Math.max(most, 100));
        },
      ),
    );
  });

  it('is no coarser than it must be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000 * 1000, max: 10 * 366 * DAY }), (length) => {
        const window = autoWindow(length, { points: 1000, series: 1 });
        const finer = USUAL_WINDOWS.filter((other) => aboutLength(other) < aboutLength(window));
        for (const other of finer) expect(length / aboutLength(other)).toBeGreaterThan(1000);
      }),
    );
  });

  it('can be one of those that the API answers', () => {
    fc.assert(
      fc.property(period, fc.integer({ min: 1, max: 10 }), (length, series) => {
        const windows = pickableWindows(length, series);
        expect(windows.length).toBeGreaterThan(0);
        for (const window of windows) expect(windowsIn(window, length) * series).toBeLessThanOrEqual(MOST_WINDOWS);
      }),
    );
  });
});

it.each(['PT0S', 'PT25H', 'P367D', 'P2W', 'P2M', 'PT1M30S', 'P1D ', 'day', ''])('%j is no window', (text) => {
  expect(parseWindow(text)).toBeUndefined();
});

it.each([
  ['PT1S', { kind: 'fixed', length: 1000 }],
  ['PT24H', { kind: 'fixed', length: DAY }],
  ['P1D', { kind: 'calendar', about: DAY }],
  ['P1W', { kind: 'calendar', about: 7 * DAY }],
])('%s is a window', (text, window) => {
  expect(parseWindow(text)).toEqual(window);
});
