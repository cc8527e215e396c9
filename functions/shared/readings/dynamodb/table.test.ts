import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../aws-client.ts';
import type { FakeAnswer, FakeAws } from '../../testing/fake-aws.ts';
import { fakeAws, fakeClientOptions } from '../../testing/fake-aws.ts';
import type { ItemKey } from './keys.ts';
import { DUE_SHARDS, markItem } from './marks.ts';
import { dueAt } from './slots.ts';
import type { Item } from './table.ts';
import { readingsTable } from './table.ts';
import { startTable, type TestTable } from './testing/start-table.ts';

const now = 1_782_000_000_000;
const seconds = now / 1000;
const signal = AbortSignal.timeout(60_000);

const item = (sk: string, more: Item = {}): Item => ({ pk: { S: 'o#d' }, sk: { S: sk }, ...more });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `R#${String(index).padStart(4, '0')}`);
const everything = { pk: 'o#d', first: 'A', last: '~' };

describe('readingsTable', () => {
  let test: TestTable;
  beforeAll(async () => {
    test = await startTable({ clock: () => now });
  });
  afterAll(async () => {
    await test.close();
  });

  async function keysOf(range: Parameters<TestTable['table']['query']>[0]): Promise<string[][]> {
    const pages: string[][] = [];
    for await (const page of test.table.query(range, signal)) pages.push(page.map(({ sk }) => sk?.S ?? ''));
    return pages;
  }

  it('puts, finds and deletes any number of items', async () => {
    const keys = numbered(260);
    const partition = { ...everything, pk: 'o#many' };
    const items = keys.map((sk) => ({ ...item(sk), pk: { S: 'o#many' } }));
    expect(await test.table.putAll(items, signal)).toEqual(new Map());
    expect((await keysOf(partition)).flat()).toEqual(keys);
    expect((await keysOf({ ...partition, descending: true, pageSize: 100 })).map((page) => page.length)).toEqual([
      100, 100, 60,
    ]);
    expect((await keysOf({ ...partition, first: 'R#0003', last: 'R#0005' })).flat()).toEqual(keys.slice(3, 6));
    const asked = ['R#0259', 'none', 'R#0000'].map((sk) => ({ pk: 'o#many', sk }));
    expect(await test.table.present(asked, signal)).toEqual(new Set([0, 2]));
    await test.table.deleteAll([...keys.map((sk) => ({ pk: 'o#many', sk })), ...asked.slice(1, 2)], signal);
    expect(await keysOf(partition)).toEqual([]);
  });

  it('leaves out what has expired, though it is still there', async () => {
    const items = [item('a', { expires: { N: String(seconds) } }), item('b', { expires: { N: String(seconds + 1) } })];
    await test.table.putAll([...items, item('c')], signal);
    expect((await keysOf(everything)).flat()).toEqual(['b', 'c']);
  });

  it('puts a version where the one before it is there, and nowhere else', async () => {
    const version = (number: number, expires = seconds + 60) =>
      item('B#a#1', { version: { N: String(number) }, expires: { N: String(expires) } });
    expect(await test.table.putVersion(version(2), 1, signal)).toBe(false);
    expect(await test.table.putVersion(version(1), null, signal)).toBe(true);
    expect(await test.table.putVersion(version(1), null, signal)).toBe(false);
    expect(await test.table.putVersion(version(2, seconds), 1, signal)).toBe(true);
    expect(await test.table.putVersion(version(2), 1, signal)).toBe(false);
    // The second one has expired.
    expect(await test.table.putVersion(version(1), null, signal)).toBe(true);
  });

  it('sets the summary of an hour where it is newer, beside those of other hours', async () => {
    const key = { pk: 'o#summaries', sk: 'S#a#000001' };
    const set = (hourOfDay: number, version: number, byte: number, expires = seconds + 60) =>
      test.table.putSummary(key, { hourOfDay, bytes: Uint8Array.of(byte), version, expires }, signal);
    expect([await set(0, 2, 1), await set(23, 1, 2), await set(0, 2, 3), await set(0, 1, 4)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const pages: Item[][] = [];
    for await (const page of test.table.query({ ...everything, pk: key.pk }, signal)) pages.push(page);
    expect(pages.flat()).toEqual([
      {
        pk: { S: key.pk },
        sk: { S: key.sk },
        h00: { B: Uint8Array.of(1) },
        v00: { N: '2' },
        h23: { B: Uint8Array.of(2) },
        v23: { N: '1' },
        expires: { N: String(seconds + 60) },
      },
    ]);
  });

  it('finds the marks that are due, of many devices', async () => {
    const devices = Array.from({ length: 100 }, (_, index) => `o#due${index}`);
    const marks = devices.flatMap((pk) => [markItem(pk, 100, 100), markItem(pk, 101, 101)]);
    await test.table.putAll(marks, signal);
    const due: ItemKey[] = [];
    for (const shard of DUE_SHARDS)
      for await (const keys of test.table.dueMarks(shard, dueAt(100, 100), signal)) due.push(...keys);
    expect(new Set(due.map(({ pk }) => pk))).toEqual(new Set(devices));
    expect(due).toHaveLength(100);
    expect(new Set(marks.map(({ due }) => due?.S)).size).toBeGreaterThan(8);
  });

  it('rejects where the table is not there', async () => {
    const table = readingsTable({ client: test.client, name: 'none', clock: () => now });
    await expect(table.deleteAll([{ pk: 'p', sk: 's' }], signal)).rejects.toThrow('resource not found');
    expect([...(await table.putAll([item('a')], signal)).keys()]).toEqual([0]);
    await expect(table.present([{ pk: 'p', sk: 's' }], signal)).rejects.toThrow('resource not found');
  });
});

const Batch = v.object({
  RequestItems: v.object({
    readings: v.array(v.object({ PutRequest: v.object({ Item: v.looseObject({ sk: v.object({ S: v.string() }) }) }) })),
  }),
});

describe('readingsTable on a service in trouble', () => {
  let fake: FakeAws | undefined;
  afterEach(async () => {
    await fake?.close();
  });

  /** A table on a service that answers each batch of sort keys. */
  async function tableOf(answer: (keys: string[], call: number) => FakeAnswer) {
    let calls = 0;
    fake = await fakeAws(({ input }) => {
      const { RequestItems } = v.parse(Batch, input);
      return answer(
        RequestItems.readings.map(({ PutRequest }) => PutRequest.Item.sk.S),
        calls++,
      );
    });
    const options = clientOptions({ attempts: 3, requestTimeout: 5000 });
    const client = new DynamoDBClient({ ...options, ...fakeClientOptions(fake.endpoint) });
    return readingsTable({ client, name: 'readings', clock: () => now });
  }
  const unprocessed = (keys: readonly string[]): FakeAnswer => ({
    body: {
      UnprocessedItems: keys.length > 0 ? { readings: keys.map((sk) => ({ PutRequest: { Item: item(sk) } })) } : {},
    },
  });

  it('puts batches of 25, a few at a time, and again what was not processed', async () => {
    const put: string[] = [];
    const table = await tableOf((keys) => {
      expect(keys.length).toBeLessThanOrEqual(25);
      const done = keys.filter((_, index) => index % 4 < 3);
      put.push(...done);
      return unprocessed(keys.filter((key) => !done.includes(key)));
    });
    const keys = numbered(300);
    expect(
      await table.putAll(
        keys.map((sk) => item(sk)),
        signal,
      ),
    ).toEqual(new Map());
    expect(put.toSorted()).toEqual(keys);
    expect(fake?.peak()).toBeLessThanOrEqual(8);
  });

  it('puts again what was throttled or met a broken server', async () => {
    const failures: FakeAnswer[] = [
      { exception: 'ProvisionedThroughputExceededException' },
      { exception: 'InternalServerError', status: 500 },
    ];
    const table = await tableOf((_, call) => failures[call] ?? unprocessed([]));
    expect(await table.putAll([item('a')], signal)).toEqual(new Map());
  });

  it('says what was not put when the time is over, and why', async () => {
    const table = await tableOf((keys) => unprocessed(keys.filter((key) => key === 'R#0001')));
    const failures = await table.putAll(
      numbered(3).map((sk) => item(sk)),
      AbortSignal.timeout(300),
    );
    expect([...failures.keys()]).toEqual([1]);
    expect(failures.get(1)?.name).toBe('TimeoutError');
  });

  it('says of all of a batch that is not answered that it may not be put', async () => {
    const table = await tableOf((keys) => (keys.includes('R#0030') ? 'hang' : unprocessed([])));
    const failures = await table.putAll(
      numbered(60).map((sk) => item(sk)),
      AbortSignal.timeout(500),
    );
    expect([...failures.keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, index) => 25 + index),
    );
  });
});
