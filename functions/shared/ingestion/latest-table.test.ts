import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReceivedReading } from '../readings/store.ts';
import type { TestTables } from '../testing/dynamodb.ts';
import { startTables } from '../testing/dynamodb.ts';
import { latestTable } from './latest-table.ts';
import { deviceKey } from './ports.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const device = (index: number) => `01JZ8Q6V5X3M9T2B7C4D1E0${index.toString().padStart(3, '0')}`;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ latest: ['organizationId', 'deviceId'] });
});
afterAll(async () => {
  await tables.close();
});
beforeEach(() => {
  log.error.mockReset();
});

describe('latestTable', () => {
  const latest = () => latestTable({ client: tables.client, table: 'latest', log });
  const key = { organizationId, deviceId: device(0) };
  const reading = (metric: string, time: bigint, value: number): ReceivedReading => {
    return { ...key, metric, time, value, text: null, receivedAt: 5 };
  };
  async function read() {
    const { Item } = await tables.client.send(
      new GetItemCommand({ TableName: 'latest', Key: marshall(key), ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  }
  beforeEach(async () => {
    await tables.client.send(new DeleteItemCommand({ TableName: 'latest', Key: marshall(key) }));
  });

  it('makes the row as the resolvers read it, and keeps what is newer', async () => {
    expect(await latest().update([reading('a', 2n, 1), reading('b', 1n, 1)])).toEqual(new Set());
    expect(await latest().update([reading('a', 1n, 9), reading('b', 3n, 2)])).toEqual(new Set());
    expect(await read()).toEqual({
      ...key,
      lastSeenAt: '1970-01-01T00:00:00.000000003Z',
      readings: {
        a: { time: '1970-01-01T00:00:00.000000002Z', value: 1, receivedAt: 5 },
        b: { time: '1970-01-01T00:00:00.000000003Z', value: 2, receivedAt: 5 },
      },
      revision: 2,
    });
  });

  it('writes nothing where nothing is newer', async () => {
    await latest().update([reading('a', 2n, 1)]);
    await latest().update([reading('a', 2n, 1), reading('a', 1n, 0)]);
    expect(await read()).toMatchObject({ revision: 1 });
  });

  it('loses no metric to a rival', async () => {
    const rivals = ['a', 'b', 'c', 'd'].map((metric) => latest().update([reading(metric, 1n, 1)]));
    expect(await Promise.all(rivals)).toEqual(rivals.map(() => new Set()));
    expect(Object.keys((await read())?.readings as object).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await read()).toMatchObject({ revision: 4 });
  });

  it('keeps numbers of any size that a reading may have', async () => {
    for (const value of [9.9e125, -9.9e125, 1e-130, 2 ** 60, 0.1, 0]) {
      await tables.client.send(new DeleteItemCommand({ TableName: 'latest', Key: marshall(key) }));
      expect(await latest().update([reading('a', 1n, value)])).toEqual(new Set());
      expect(await latest().update([reading('b', 1n, value)])).toEqual(new Set());
      const { Item } = await tables.client.send(new GetItemCommand({ TableName: 'latest', Key: marshall(key) }));
      expect(Number(Item?.readings?.M?.a?.M?.value?.N)).toBe(value);
    }
  });

  it('says which devices have to be tried again', async () => {
    const broken = latestTable({ client: tables.client, table: 'no-such-table', log });
    expect(await broken.update([reading('a', 1n, 1)])).toEqual(new Set([deviceKey(key)]));
    expect(log.error).toHaveBeenCalledOnce();
  });

  it('says so of a row that it cannot read, and keeps the other devices', async () => {
    const broken = { ...key, revision: 'seven' };
    await tables.put('latest', broken);
    const other = { ...reading('a', 1n, 1), deviceId: device(1) };
    expect(await latest().update([reading('a', 1n, 1), other])).toEqual(new Set([deviceKey(key)]));
  });
});
