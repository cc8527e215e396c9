import { expect, it } from 'vitest';
import type { MetricPicture } from './picture.ts';
import { pointOf } from './reading-series.ts';
import { rowsOf } from './rows.ts';
import { summaryOf } from './statistics.ts';

const line = (metric: string, of: Partial<MetricPicture>): MetricPicture => ({
  ...{ metric, times: [], values: [], band: null, bins: null, points: null },
  summarize: () => summaryOf([]),
  ...of,
});
const frame = { from: 0, to: 1, isWhole: true };

it('has a row for each time of any metric, the newest first, to the nanosecond', () => {
  const at = (time: string, value: number) => pointOf({ time, value, text: null }, 1);
  const [first, second] = ['2026-01-01T00:00:00.772Z', '2026-01-01T00:00:00.772000001Z'];
  const level = line('level', { points: [at(first, 1), at(second, 2)], values: [1, 2] });
  const wind = line('wind', { points: [at(first, 3)], values: [3] });
  const rows = rowsOf({ ...frame, window: null, metrics: [level, wind] });
  expect(rows.map(({ key, values }) => [key, Object.fromEntries(values)])).toEqual([
    ['2026-01-01T00:00:00.772000001', { level: 2 }],
    ['2026-01-01T00:00:00.772', { level: 1, wind: 3 }],
  ]);
});

it('has a row for each window', () => {
  const summary = summaryOf([1, 3]);
  if (!summary) throw new Error('There are values');
  const bin = { begin: 0, end: 60_000, summary, first: 1, last: 3, percentile: null };
  const rows = rowsOf({ ...frame, window: 'PT1M', metrics: [line('level', { bins: [bin], values: [2] })] });
  expect(rows).toEqual([{ key: '1970-01-01T00:00:00', at: 0, end: 60_000, values: new Map([['level', 2]]) }]);
});
