import { expect, it } from 'vitest';
import { fromMilliseconds } from '../../time.ts';
import type { ReceivedReading } from '../store.ts';
import { hourBegin, partitionOf } from './keys.ts';
import { mergeHour } from './merge-hour.ts';
import { MetricNames } from './metric-names.ts';
import { dynamodbReader } from './read.ts';
import { rebuild } from './rebuild.ts';
import { memoryTable } from './testing/memory-table.ts';
import { dynamodbWriter } from './write.ts';

const device = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0001' };
const pk = partitionOf(device);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const hour = 500_000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A device of which an hour is kept in several blocks, by a retention that changes. */
function startWorld(days: number) {
  const world = { now: (hour + 1) * HOUR_MS, days };
  const clock = () => world.now;
  const table = memoryTable(clock);
  const signal = new AbortController().signal;
  const reading = (second: number, value: number): ReceivedReading => {
    const time = hourBegin(hour) + fromMilliseconds(second * 1000);
    return { ...device, metric: 'a', time, value, text: null, receivedAt: world.now };
  };
  return {
    reading,
    afterDays(count: number): void {
      world.now = hour * HOUR_MS + count * DAY_MS;
    },
    keepFor(days: number): void {
      world.days = days;
    },
    async write(readings: readonly ReceivedReading[]): Promise<void> {
      const { days: retentionDays } = world;
      const result = await dynamodbWriter({ table, clock, retentionDays, timeLimit: 10_000 }).write(readings);
      expect(result).toEqual({ rejected: [], retryable: [] });
      world.now += 3 * HOUR_MS;
      const target = { table, clock, retentionDays, names: new MetricNames(table), blockBytes: 100 };
      await mergeHour(target, pk, hour, signal);
    },
    async rebuild(): Promise<void> {
      const deadline = { beginsBefore: Infinity, signal };
      await rebuild({ table, clock, retentionDays: world.days, log }, { pk, after: null }, deadline);
    },
    async counts(): Promise<{ page: number; aggregate: number | null | undefined }> {
      const reader = dynamodbReader({ table, clock, retentionDays: world.days, timeLimit: 10_000 });
      const period = { from: hourBegin(hour), to: hourBegin(hour + 1) };
      const page = await reader.page({ ...device, ...period, metrics: null, order: 'ASC', after: null, limit: 1000 });
      const { organizationId, deviceId } = device;
      const windows = { kind: 'FIXED', length: period.to - period.from } as const;
      const asked = { organizationId, deviceIds: [deviceId], metrics: ['a'], ...period, windows };
      const [window] = await reader.aggregate({ ...asked, statistics: ['COUNT'] });
      return { page: page.length, aggregate: window?.values[0] };
    },
  };
}

const many = (world: ReturnType<typeof startWorld>) =>
  Array.from({ length: 300 }, (_, index) => world.reading(index * 10, Math.sin(index)));

it.each(['a late reading', 'a rebuild'])(
  'keeps all of an hour longer where retention grows before %s',
  async (kind) => {
    const world = startWorld(30);
    await world.write(many(world));
    expect(await world.counts()).toEqual({ page: 300, aggregate: 300 });
    world.afterDays(20);
    world.keepFor(365);
    if (kind === 'a rebuild') await world.rebuild();
    else await world.write([world.reading(10 * 300, 7)]);
    world.afterDays(100);
    const count = kind === 'a rebuild' ? 300 : 301;
    expect(await world.counts()).toEqual({ page: count, aggregate: count });
    world.afterDays(367);
    expect(await world.counts()).toEqual({ page: 0, aggregate: undefined });
  },
);
