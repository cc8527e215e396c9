import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../local/shared/log.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../local/shared/testing/temporary-directory.ts';
import { createTimestream } from '../../../local/timestream/index.ts';
import { fakeClientOptions } from '../testing/fake-aws.ts';
import { EARLIEST, LATEST } from '../time.ts';
import type { PageQuery, Reading, ReadingStore, ReceivedReading } from './store.ts';
import { timestreamReader } from './timestream/read.ts';
import { timestreamWriter } from './timestream/write.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E${index.toString().padStart(4, '0')}`;
const now = Date.now();
const start = BigInt(now) * 1_000_000n;

let store: ReadingStore;
let close: () => Promise<void>;
beforeAll(async () => {
  const { directory, remove } = await temporaryDirectory();
  const service = await createTimestream({ directory, log: silentLog });
  const { url: endpoint, close: end } = await serve(service);
  const name = { database: 'sonde_test', table: 'readings' };
  const writeClient = new TimestreamWriteClient(fakeClientOptions(endpoint));
  const client = new TimestreamQueryClient(fakeClientOptions(endpoint));
  await writeClient.send(new CreateDatabaseCommand({ DatabaseName: name.database }));
  await writeClient.send(
    new CreateTableCommand({
      DatabaseName: name.database,
      TableName: name.table,
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 365 },
    }),
  );
  store = {
    ...timestreamWriter({ client: writeClient, name, timeLimit: 30_000 }),
    ...timestreamReader({
      client,
      name,
      timeLimit: 25_000,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    }),
  };
  close = async () => {
    await end();
    await service.close();
    await remove();
  };
});
afterAll(async () => {
  await close();
});

let devices = 0;
/** Every case has a device of its own. */
const newDevice = () => device(++devices);

function query(deviceId: string, change: Partial<PageQuery> = {}): PageQuery {
  const period = { from: start - 10n ** 12n, to: start + 10n ** 12n };
  return { organizationId, deviceId, metrics: null, ...period, order: 'ASC', after: null, limit: 1000, ...change };
}
function reading(deviceId: string, change: Partial<ReceivedReading> = {}): ReceivedReading {
  return {
    organizationId,
    deviceId,
    metric: 'temperature',
    time: start,
    value: 21.5,
    text: null,
    receivedAt: now,
    ...change,
  };
}
const stored = { rejected: [], retryable: [] };

/** What every readings store has to do. */
describe('the readings store', () => {
  it('has no readings of a device that sent none, not even in a new table', async () => {
    expect(await store.page(query(newDevice()))).toEqual([]);
  });

  it('gives back what was written, to the nanosecond and the last bit', async () => {
    const deviceId = newDevice();
    const readings = [
      reading(deviceId, { metric: 'a', value: 0.1 + 0.2 }),
      reading(deviceId, { metric: 'b', value: null, text: 'l\'été; -- "é" 雪 🌨 \\ \n' }),
      reading(deviceId, { metric: 'c', time: start + 1n, value: -0.000001 }),
      reading(deviceId, { metric: 'd', time: start + 2n, value: 9.9e125 }),
      reading(deviceId, { metric: 'e', time: start + 3n, value: 1e-130 }),
    ];
    expect(await store.write(readings)).toEqual(stored);
    expect(await store.page(query(deviceId))).toEqual(
      readings.map(({ organizationId, deviceId, metric, time, value, text }) => ({
        organizationId,
        deviceId,
        metric,
        time,
        value,
        text,
      })),
    );
  });

  it('takes all of time as a period', async () => {
    const deviceId = newDevice();
    await store.write([reading(deviceId)]);
    expect(await store.page(query(deviceId, { from: EARLIEST, to: LATEST }))).toHaveLength(1);
  });

  it('keeps one of readings that are written twice: the one received last', async () => {
    const deviceId = newDevice();
    expect(await store.write([reading(deviceId, { value: 1 })])).toEqual(stored);
    expect(await store.write([reading(deviceId, { value: 1 })])).toEqual(stored);
    expect(await store.write([reading(deviceId, { value: 2, receivedAt: now + 1 })])).toEqual(stored);
    expect(await store.write([reading(deviceId, { value: 3, receivedAt: now - 1 })])).toEqual(stored);
    expect((await store.page(query(deviceId))).map(({ value }) => value)).toEqual([2]);
  });

  it('says which readings it will never take, and stores the others', async () => {
    const deviceId = newDevice();
    const ancient = reading(deviceId, { time: 1n });
    const { rejected, retryable } = await store.write([
      reading(deviceId),
      ancient,
      reading(deviceId, { metric: 'wind' }),
    ]);
    expect([rejected.map(({ index }) => index), retryable]).toEqual([[1], []]);
    expect(rejected[0]?.reason).not.toBe('');
    expect((await store.page(query(deviceId))).map(({ metric }) => metric)).toEqual(['temperature', 'wind']);
  });

  it('keeps organizations and devices apart', async () => {
    const deviceId = newDevice();
    await store.write([reading(deviceId), reading(newDevice())]);
    expect(await store.page(query(deviceId))).toHaveLength(1);
    expect(await store.page({ ...query(deviceId), organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H' })).toEqual([]);
  });

  it('takes many readings at once', async () => {
    const deviceId = newDevice();
    const readings = Array.from({ length: 950 }, (_, index) => reading(deviceId, { time: start + BigInt(index) }));
    expect(await store.write(readings)).toEqual(stored);
    expect(await store.page(query(deviceId))).toHaveLength(950);
  });

  it('pages as plain code does, in both orders, over equal times, for any metrics and period', async () => {
    const offset = fc.integer({ min: 0, max: 4 });
    const metric = fc.constantFrom('a', 'b', 'B', 'a.b', 'a-b', 'a_b', 'a:b', 'a1');
    const pairs = fc.uniqueArray(fc.tuple(offset, metric), {
      selector: ([time, metric]) => `${time}/${metric}`,
      maxLength: 25,
    });
    const asked = fc.record({
      metrics: fc.oneof(fc.constant(null), fc.uniqueArray(metric, { minLength: 1 })),
      from: offset,
      length: fc.integer({ min: 1, max: 5 }),
      order: fc.constantFrom('ASC' as const, 'DESC' as const),
      limit: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(pairs, asked, async (pairs, { metrics, from, length, order, limit }) => {
        const deviceId = newDevice();
        await store.write(pairs.map(([time, metric]) => reading(deviceId, { metric, time: start + BigInt(time) })));
        const period = { from: start + BigInt(from), to: start + BigInt(from + length) };
        const seen: string[] = [];
        let after: Reading | null = null;
        do {
          const page: Reading[] = await store.page(query(deviceId, { ...period, metrics, order, after, limit }));
          seen.push(...page.map(({ time, metric }) => `${time - start} ${metric}`));
          after = page.at(-1) ?? null;
        } while (after);
        const expected = pairs
          .filter(([time, metric]) => time >= from && time < from + length && (metrics?.includes(metric) ?? true))
          .sort(([t, m], [u, n]) => t - u || (m < n ? -1 : 1))
          .map(([time, metric]) => `${time} ${metric}`);
        expect(seen).toEqual(order === 'ASC' ? expected : expected.reverse());
      }),
      { numRuns: 25 },
    );
  });
});
