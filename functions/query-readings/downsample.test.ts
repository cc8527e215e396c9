import { describe, expect, it, vi } from 'vitest';
import { SondeError } from '../shared/errors.ts';
import type { Reading, ReadingReader } from '../shared/readings/store.ts';
import { formatTime, parseTime } from '../shared/time.ts';
import { answer } from './answer.ts';
import type { DownsampledSeries } from './downsample.ts';
import { memoryReader } from '../shared/readings/testing/memory-store.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const deviceId = '01JZ8Q6V5X3M9T2B7C4D1E0F8H';
const event = {
  field: 'downsample',
  organizationId,
  deviceId,
  metrics: ['temperature'],
  from: '2026-03-28T00:00:00Z',
  to: '2026-03-28T01:00:00Z',
  points: 10,
  declared: [{ deviceId, metric: 'temperature', unit: 'Cel' }],
};
const start = parseTime(event.from) ?? 0n;

function reading(second: number, value: number | null, metric = 'temperature'): Reading {
  const time = start + BigInt(Math.round(second * 1e9));
  return { organizationId, deviceId, metric, time, value, text: value === null ? 'none' : null };
}

async function ask(change: object, store: ReadingReader): Promise<DownsampledSeries[]> {
  return (await answer({ ...event, ...change }, store)) as DownsampledSeries[];
}

const pointsOf = (readings: readonly Reading[]) =>
  readings.map(({ time, value }) => ({ time: formatTime(time), value }));

describe('a series for a chart', () => {
  it.each([
    [{ points: 3 }, '`points` is not a whole number from 4 to 5000'],
    [{ points: 5001 }, '`points` is not a whole number from 4 to 5000'],
    [{ points: 4.5 }, '`points` is not a whole number from 4 to 5000'],
    [{ metrics: [] }, '`metrics` is empty'],
    [{ metrics: Array.from({ length: 11 }, (_, index) => `m${index}`) }, '`metrics` names more than 10'],
    [{ metrics: ['a', 'a'] }, '`metrics` names a metric twice'],
    [{ to: event.from }, '`from` is not before `to`'],
  ])('is refused where it is %j', async (change, message) => {
    const error = await ask(change, memoryReader([])).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SondeError);
    expect(error).toMatchObject({ type: 'ValidationError', message: expect.stringContaining(message) as string });
  });

  it('has as many points as may be, the first, the last and the extremes of all among them', async () => {
    const readings = Array.from({ length: 3600 }, (_, second) => reading(second, Math.sin(second / 100)));
    const low = reading(1234.5, -50);
    const high = reading(1234.6, 50);
    const all = [...readings, high, low].sort((one, other) => (one.time < other.time ? -1 : 1));
    const [series] = await ask({}, memoryReader(all));
    expect(series).toMatchObject({ deviceId, metric: 'temperature', unit: 'Cel' });
    expect(series?.points.length).toBeGreaterThanOrEqual(9);
    expect(series?.points.length).toBeLessThanOrEqual(10);
    expect(series?.points).toEqual(expect.arrayContaining(pointsOf([all[0]!, low, high, all.at(-1)!])));
    expect(pointsOf(all)).toEqual(expect.arrayContaining(series?.points ?? []));
  });

  it('is whole where there are few readings, however close they are', async () => {
    const close = Array.from({ length: 10 }, (_, index) => reading(100 + index / 1000, index % 3));
    const store = memoryReader([reading(100.5, null), ...close].slice(1));
    expect((await ask({}, store))[0]?.points).toEqual(pointsOf(close));
  });

  it('asks for the readings themselves only where their outline may hide some', async () => {
    const apart = [0, 600, 1200, 1800].map((second) => reading(second, second));
    const store = memoryReader(apart);
    const page = vi.spyOn(store, 'page');
    expect((await ask({}, store))[0]?.points).toEqual(pointsOf(apart));
    expect(page).not.toHaveBeenCalled();
  });

  it('cuts the period to where the readings are, where that is a small part of it', async () => {
    const burst = Array.from({ length: 100 }, (_, index) =>
      reading(100 + index / 10, index === 40 ? 9 : index === 60 ? -9 : Math.sin(index)),
    );
    const store = memoryReader(burst);
    const outline = vi.spyOn(store, 'outline');
    const [series] = await ask({ from: '2000-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' }, store);
    expect(series?.points).toHaveLength(10);
    expect(series?.points).toEqual(expect.arrayContaining(pointsOf([burst[0]!, burst[40]!, burst[60]!, burst[99]!])));
    expect(outline).toHaveBeenCalledTimes(2);
  });

  it('is the outline where many readings are in few bins, far from others', async () => {
    const burst = Array.from({ length: 100 }, (_, index) =>
      reading(100 + index / 1000, index === 40 ? 9 : index === 60 ? -9 : 0),
    );
    const apart = reading(3000, 1);
    const [series] = await ask({}, memoryReader([...burst, apart]));
    expect(series?.points).toEqual(pointsOf([burst[0]!, burst[40]!, burst[60]!, burst[99]!, apart]));
  });

  it('comes for each metric in the order asked, and is empty without numbers', async () => {
    const store = memoryReader([reading(1, null, 'note'), reading(2, 5, 'wind')]);
    expect(await ask({ metrics: ['wind', 'note', 'absent'], points: null }, store)).toEqual([
      { deviceId, metric: 'wind', unit: null, points: pointsOf([reading(2, 5)]) },
      { deviceId, metric: 'note', unit: null, points: [] },
      { deviceId, metric: 'absent', unit: null, points: [] },
    ]);
  });

  it('asks for bins of whole milliseconds, no more than points', async () => {
    const store = memoryReader([]);
    const outline = vi.spyOn(store, 'outline');
    const bins: bigint[] = [];
    for (const to of ['00:00:00.000000001', '00:00:00.010000000', '00:00:00.010000001', '01:00:00']) {
      await ask({ to: `2026-03-28T${to}Z` }, store);
      bins.push(outline.mock.lastCall?.[0].bin ?? 0n);
    }
    expect(bins).toEqual([1_000_000n, 1_000_000n, 2_000_000n, 360_000_000_000n]);
  });

  it('asks for bins of whole hours where they are not shorter than one', async () => {
    const store = memoryReader([]);
    const outline = vi.spyOn(store, 'outline');
    const bins: bigint[] = [];
    for (const to of ['28T09:59:59.99', '28T10:00:00', '28T10:00:00.000000001', '29T00:00:00', '30T00:00:00']) {
      await ask({ to: `2026-03-${to}Z` }, store);
      bins.push((outline.mock.lastCall?.[0].bin ?? 0n) / 1_000_000n);
    }
    expect(bins).toEqual([3_599_999, 3_600_000, 7_200_000, 10_800_000, 18_000_000].map(BigInt));
  });

  it('has the shape of all readings where its bins are whole hours', async () => {
    const readings = Array.from({ length: 1000 }, (_, index) => reading(index * 600, Math.sin(index / 40)));
    const low = reading(123_456.5, -50);
    const high = reading(123_456.6, 50);
    const all = [...readings, high, low].sort((one, other) => (one.time < other.time ? -1 : 1));
    const [series] = await ask({ to: '2026-04-04T00:00:00Z', points: 100 }, memoryReader(all));
    expect(series?.points.length).toBeGreaterThanOrEqual(99);
    expect(series?.points.length).toBeLessThanOrEqual(100);
    expect(series?.points).toEqual(expect.arrayContaining(pointsOf([all[0]!, low, high, all.at(-1)!])));
  });

  it('is empty of a time that nothing can be stored of', async () => {
    const store = memoryReader([]);
    expect(await ask({ from: '0001-01-01T00:00:00Z', to: '1969-12-31T00:00:00Z' }, store)).toEqual([
      { deviceId, metric: 'temperature', unit: 'Cel', points: [] },
    ]);
  });
});

describe('dataPeriod', () => {
  it('says how far the readings of each metric reach', async () => {
    const store = memoryReader([reading(0.000000001, 1), reading(60, 2), reading(5, null, 'note')]);
    expect(await answer({ field: 'dataPeriod', organizationId, deviceId }, store)).toEqual([
      { metric: 'note', first: '2026-03-28T00:00:05Z', last: '2026-03-28T00:00:05Z' },
      { metric: 'temperature', first: '2026-03-28T00:00:00.000000001Z', last: '2026-03-28T00:01:00Z' },
    ]);
  });
});
