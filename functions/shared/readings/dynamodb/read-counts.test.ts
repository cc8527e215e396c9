import { beforeAll, describe, expect, it } from 'vitest';
import { EARLIEST, fromMilliseconds, LATEST } from '../../time.ts';
import type { PageQuery } from '../store.ts';
import { STATISTICS } from '../store.ts';
import { offsetsOf } from '../testing/calendar.ts';
import { HOUR, hourOf } from './keys.ts';
import { counted } from './testing/counted.ts';
import { memoryTable } from './testing/memory-table.ts';
import {
  DAY,
  hoursFrom,
  newDevice,
  NOW,
  organizationId,
  putSeries,
  readerOf,
  SECOND,
  start,
} from './testing/read-world.ts';

describe('what a page reads', () => {
  const page = (deviceId: string, change: Partial<PageQuery> = {}): PageQuery => ({
    organizationId,
    deviceId,
    metrics: ['a'],
    from: EARLIEST,
    to: LATEST,
    order: 'ASC',
    after: null,
    limit: 1001,
    ...change,
  });

  it.each(['ASC', 'DESC'] as const)(
    'is little more than it answers, of a series of any density, in the order %s',
    async (order) => {
      for (const [seconds, most] of [
        [5, 4],
        [60, 24],
        [1200, 400],
      ] as const) {
        const deviceId = newDevice();
        const memory = memoryTable(() => NOW);
        await putSeries(deviceId, 'a', hoursFrom(hourOf(start), seconds === 1200 ? 400 : 40), seconds, memory);
        const { table, counts } = counted(memory);
        expect(await readerOf(table).page(page(deviceId, { order }))).toHaveLength(1001);
        expect(counts.items.block).toBeLessThanOrEqual(most);
        expect(counts.queries).toBeLessThanOrEqual(5);
      }
    },
    120_000,
  );

  it('is few items where few readings are wanted of a device that has many metrics', async () => {
    const deviceId = newDevice();
    const memory = memoryTable(() => NOW);
    for (const metric of ['a', 'b', 'c', 'd'])
      await putSeries(deviceId, metric, hoursFrom(hourOf(start), 30), 60, memory);
    const { table, counts } = counted(memory);
    expect(await readerOf(table).page(page(deviceId, { metrics: null, limit: 101 }))).toHaveLength(101);
    expect(counts.items).toEqual({ metric: 4, block: 8 });
  });
});

describe('what windows read', () => {
  const year = { from: fromMilliseconds(Date.UTC(2095, 0, 1)), to: fromMilliseconds(Date.UTC(2096, 0, 1)) };
  const hours = hoursFrom(hourOf(year.from), 365 * 24);
  const deviceId = newDevice();
  const memory = memoryTable(() => NOW);
  beforeAll(async () => {
    await putSeries(deviceId, 'a', hours, 1200, memory);
  });

  const ask = async (zone: string, change: object = {}) => {
    const { table, counts } = counted(memory);
    const windows = { kind: 'CALENDAR', unit: { days: 1 }, offsets: offsetsOf(zone, year.from, year.to) } as const;
    const query = { organizationId, deviceIds: [deviceId], metrics: ['a'], ...year, windows, statistics: STATISTICS };
    return { answer: await readerOf(table).aggregate({ ...query, ...change }), counts };
  };

  it.each(['UTC', 'Europe/Paris', 'America/Los_Angeles'])(
    'is an item a day where the days of %s begin with an hour',
    async (zone) => {
      const { answer, counts } = await ask(zone);
      expect(answer.length).toBeGreaterThanOrEqual(365);
      expect(counts.items).toEqual({ summaries: 365 });
    },
  );

  it('is, besides, the hours that are cut where days begin within an hour', async () => {
    const { answer, counts } = await ask('Asia/Kolkata');
    expect(answer).toHaveLength(366);
    expect(counts.items).toEqual({ summaries: 365, block: 365 });
    const count = answer.reduce((total, { values }) => total + (values[STATISTICS.indexOf('COUNT')] ?? 0), 0);
    expect(count).toBe(365 * 24 * 3);
  });

  it('is the hours that the period cuts, and those that windows cut', async () => {
    const { from, to } = { from: year.from + 1n, to: year.from + 3n * DAY - 1n };
    expect((await ask('UTC', { from, to })).counts.items).toEqual({ summaries: 3, block: 2 });
    const windows = { kind: 'FIXED', length: (3n * HOUR) / 2n };
    expect((await ask('UTC', { from: year.from, to, windows })).counts.items).toEqual({ summaries: 3, block: 25 });
  });

  it('is the summaries for a chart with bins of hours', async () => {
    const { table, counts } = counted(memory);
    const bins = await readerOf(table).outline({ organizationId, deviceId, metrics: ['a'], ...year, bin: 12n * HOUR });
    expect(bins).toHaveLength(365 * 2);
    expect(counts.items).toEqual({ summaries: 365 });
  });

  it('is two blocks for how far the readings reach', async () => {
    const { table, counts } = counted(memory);
    expect(await readerOf(table).periods({ organizationId, deviceId })).toEqual([
      { metric: 'a', first: year.from, last: year.to - 1200n * SECOND },
    ]);
    expect(counts.items).toEqual({ metric: 1, block: 4 });
  });
});
