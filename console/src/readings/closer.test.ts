import { describe, expect, it } from 'vitest';
import { closerView } from './closer.ts';
import type { Picture } from './series/picture.ts';
import { timeOf } from './series/time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-05-01T12:00:00Z');
const DAY = { from: NOW - 24 * HOUR, to: NOW };

function measuredAt(period: { from: number; to: number }, ...times: number[]): Picture {
  const metric = { metric: 'level', times, values: times.map(() => 1), band: null, bins: null, points: null };
  return { ...period, window: null, isWhole: true, metrics: [{ ...metric, summarize: () => null }] };
}

const live = { from: undefined, to: undefined, window: undefined };

describe('readings that look like one', () => {
  it.each([
    ['of just now', [2000, 1000, 0], '15m'],
    ['of half an hour ago', [31 * MINUTE, 30 * MINUTE], '1h'],
    ['of five hours ago', [300 * MINUTE, 299 * MINUTE], '6h'],
  ])('%s are shown in a shorter range up to now', (_when, ago, range) => {
    expect(closerView({}, measuredAt(DAY, ...ago.map((before) => NOW - before)))).toEqual({ ...live, range });
  });

  it('are shown by themselves where no shorter range up to now has them', () => {
    const long = NOW - 23 * HOUR;
    const shown = { range: undefined, window: undefined, from: timeOf(long - 6000), to: timeOf(long + 66_000) };
    expect(closerView({}, measuredAt(DAY, long, long + MINUTE))).toEqual(shown);
  });

  it('are shown by themselves where the period does not end now', () => {
    const shown = { range: undefined, window: undefined, from: timeOf(NOW - 6000), to: timeOf(NOW + 66_000) };
    const period = { from: NOW - HOUR, to: NOW + HOUR };
    const search = { from: timeOf(period.from), to: timeOf(period.to) };
    expect(closerView(search, measuredAt(period, NOW, NOW + MINUTE))).toEqual(shown);
  });
});

it.each([
  ['there are none', []],
  ['there is one', [NOW - HOUR]],
  ['they are spread', [NOW - 2 * HOUR, NOW]],
])('where %s, nothing is closer', (_why, times) => {
  expect(closerView({}, measuredAt(DAY, ...times))).toBeUndefined();
});
