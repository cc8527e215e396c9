import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../../../dynamodb/index.ts';
import { AwsError } from '../../../../shared/aws-error.ts';
import type { JsonCaller } from '../../../../shared/json-service.ts';
import { createTable, tableSource, testDynamoDb } from '../../../testing/dynamodb.ts';
import type { DataSource } from '../../../types.ts';

/** Pages: "Versioning DynamoDB data sources", "Using Delta Sync operations on versioned data sources", "Using DynamoDB sync operations". */

let dynamoDb: DynamoDb;
let close: () => Promise<void>;
let number = 0;
let table: string;
let deltaTable: string;
let now: number;
let posts: DataSource;

beforeAll(async () => {
  ({ dynamoDb, close } = await testDynamoDb());
});
afterAll(() => close());
beforeEach(async () => {
  number += 1;
  table = `AppSync-delta-sync-post-${number}`;
  deltaTable = `AppSync-delta-sync-delta-${number}`;
  await createTable(dynamoDb, table, { id: 'S' });
  await createTable(dynamoDb, deltaTable, { ds_pk: 'S', ds_sk: 'S' });
  now = 1574469356331;
  posts = source({});
});

const source = (more: { baseTableTtl?: number; call?: JsonCaller; table?: string }): DataSource =>
  tableSource({
    call: more.call ?? dynamoDb.call,
    table: more.table ?? table,
    versioning: { deltaTable, baseTableTtl: more.baseTableTtl ?? 10, deltaTableTtl: 60, clock: () => now },
  });
const id = { S: '81d36bbb-1579-4efe-92b8-2e3f679f628b' };
const key = { id };
const post = { author: { S: 'Nadia' }, title: { S: 'My First Post' }, content: { S: 'Hello World' } };
const put = (more: object = {}) => posts.invoke({ operation: 'PutItem', key, attributeValues: post, ...more });
const retitle = (title: string, _version?: number) =>
  posts.invoke({
    operation: 'UpdateItem',
    key,
    update: { expression: 'SET title = :title', expressionValues: { ':title': { S: title } } },
    ...(_version !== undefined && { _version }),
  });
const remove = (_version?: number) => posts.invoke({ operation: 'DeleteItem', key, ...(_version && { _version }) });
const sync = (more: object = {}, from = posts) => from.invoke({ operation: 'Sync', ...more });

async function contents(of: string): Promise<unknown[]> {
  return ((await dynamoDb.call('Scan', { TableName: of })) as { Items: unknown[] }).Items;
}
async function synced(more: object = {}, from = posts) {
  const { result, error } = await sync(more, from);
  expect(error).toBeUndefined();
  return result as { items: unknown[]; nextToken: string | null; scannedCount: number; startedAt: number };
}

const first = {
  id: id.S,
  author: 'Nadia',
  title: 'My First Post',
  content: 'Hello World',
  _version: 1,
  _lastChangedAt: 1574469356331,
};
const second = { ...first, title: 'Actually this is my Second Post', _version: 2, _lastChangedAt: 1574469851417 };

describe('a versioned data source, by the example of "Using Delta Sync operations"', () => {
  it('stamps what it creates, and records that', async () => {
    expect(await put()).toEqual({ result: first });
    const stamped = { ...key, ...post, _version: { N: '1' }, _lastChangedAt: { N: '1574469356331' } };
    expect(await contents(table)).toEqual([stamped]);
    expect(await contents(deltaTable)).toEqual([
      {
        ...stamped,
        _ttl: { N: '1574472956' },
        ds_pk: { S: `${table}:2019-11-23` },
        ds_sk: { S: '00:35:56.331:81d36bbb-1579-4efe-92b8-2e3f679f628b:1' },
      },
    ]);
  });

  it('stamps what it updates, and gives clients first everything and then what changed', async () => {
    await put();
    now = 1574469602238;
    expect(await synced({ limit: 100, lastSync: null, nextToken: null })).toEqual({
      items: [first],
      startedAt: 1574469602238,
      nextToken: null,
      scannedCount: 1,
    });
    now = 1574469851417;
    expect(await retitle('Actually this is my Second Post', 1)).toEqual({ result: second });
    expect(await contents(deltaTable)).toHaveLength(2);
    now = 1574470400808;
    expect(await synced({ limit: 100, lastSync: 1574469602238, nextToken: null })).toEqual({
      items: [
        {
          ...second,
          _ttl: 1574473451,
          ds_pk: `${table}:2019-11-23`,
          ds_sk: '00:44:11.417:81d36bbb-1579-4efe-92b8-2e3f679f628b:2',
        },
      ],
      startedAt: 1574470400808,
      nextToken: null,
      scannedCount: 1,
    });
  });

  it('keeps a tombstone of what is deleted, for the time that is set', async () => {
    await put();
    now += 1000;
    const tombstone = { ...first, _version: 2, _lastChangedAt: now, _deleted: true };
    expect(await remove(1)).toEqual({ result: { ...tombstone, _ttl: 1574469957 } });
    expect(await posts.invoke({ operation: 'GetItem', key })).toMatchObject({ result: tombstone });
    expect(await synced({ lastSync: now })).toMatchObject({ items: [{ ...tombstone, _ttl: 1574472957 }] });
    expect(await synced()).toMatchObject({ items: [tombstone] });
  });

  it('deletes at once where that time is 0, and still records it', async () => {
    posts = source({ baseTableTtl: 0 });
    await put();
    expect(await remove(1)).toEqual({ result: { ...first, _version: 2, _deleted: true } });
    expect(await contents(table)).toEqual([]);
    expect((await synced({ lastSync: now })).items).toMatchObject([{ _version: 1 }, { _version: 2, _deleted: true }]);
  });

  it('finds nothing to delete, and records nothing', async () => {
    expect(await remove()).toEqual({ result: null });
    expect(await contents(deltaTable)).toEqual([]);
  });

  it('has no tombstone any more of what is written again', async () => {
    for (const write of [() => put(), () => retitle('Back', 2)]) {
      await put();
      await remove(1);
      expect((await write()).result).not.toHaveProperty('_deleted');
      await dynamoDb.call('DeleteItem', { TableName: table, Key: key });
    }
  });

  it('takes up items of before it was versioned', async () => {
    await dynamoDb.call('PutItem', { TableName: table, Item: { ...key, title: { S: 'Old' } } });
    expect(await retitle('New', 0)).toMatchObject({ result: { title: 'New', _version: 1 } });
  });

  it('counts every write once, whoever writes at the same time', async () => {
    await put();
    const writes = await Promise.all(['a', 'b', 'c', 'd'].map((title) => retitle(title, 1)));
    expect(writes.filter(({ error }) => error)).toEqual([]);
    expect(await posts.invoke({ operation: 'GetItem', key })).toMatchObject({ result: { _version: 5 } });
    expect(await contents(deltaTable)).toHaveLength(5);
  });
});

describe('the keys of a record ("Delta sync table logging")', () => {
  const composite = { key: { pk: { S: '1a' }, sk: { S: '2b' } }, attributeValues: {} };
  it.each([
    ['as a rule', {}, { ds_pk: ':2019-01-01', ds_sk: '09:30:00.000:1a#2b:1' }],
    [
      'with a customPartitionKey',
      { customPartitionKey: 'pk' },
      { ds_pk: ':2019-01-01:1a', ds_sk: '09:30:00.000:2b:1' },
    ],
    [
      'with populateIndexFields too',
      { customPartitionKey: 'pk', populateIndexFields: true },
      {
        ds_pk: ':2019-01-01:1a',
        ds_sk: '09:30:00.000:2b:1',
        gsi_ds_pk: ':2019-01-01',
        gsi_ds_sk: '09:30:00.000:1a#2b:1',
      },
    ],
    ['with populateIndexFields alone', { populateIndexFields: true }, { ds_pk: ':2019-01-01' }],
  ])('%s', async (_, more, keys) => {
    const comments = `Comments-${number}`;
    await createTable(dynamoDb, comments, { pk: 'S', sk: 'S' });
    now = Date.parse('2019-01-01T09:30:00Z');
    const from = source({ table: comments });
    expect((await from.invoke({ operation: 'PutItem', ...composite, ...more })).error).toBeUndefined();
    const [record = {}] = await contents(deltaTable);
    const own = Object.entries(record as Record<string, { S: string }>).filter(([name]) => name.includes('ds_'));
    expect(Object.fromEntries(own.map(([name, { S }]) => [name, S.replace(comments, '')]))).toMatchObject(keys);
    expect(own.length).toBe('gsi_ds_pk' in keys ? 4 : 2);
  });
});

describe('Sync', () => {
  const request = (title: string) => ({ operation: 'PutItem', key: { id: { S: title } }, attributeValues: {} });
  const ids = ({ items }: { items: unknown[] }) => items.map((item) => (item as { id: string }).id);

  it('reads everything where changes since are no longer all recorded', async () => {
    await put();
    const since = now + 1000;
    now = since + 60 * 60_000;
    expect((await synced({ lastSync: since })).items).toEqual([]);
    expect((await synced({ lastSync: since - 1 })).items).toEqual([first]);
  });

  it('goes over midnight, every version of an item by itself', async () => {
    now = Date.parse('2026-01-31T23:59:59Z');
    const since = now;
    await posts.invoke(request('late'));
    now += 500;
    await posts.invoke(request('late'));
    now = Date.parse('2026-02-01T00:00:01Z');
    await posts.invoke(request('early'));
    expect(ids(await synced({ lastSync: since }))).toEqual(['late', 'late', 'early']);
    expect(ids(await synced({ lastSync: since + 1 }))).toEqual(['late', 'early']);
  });

  it.each([
    ['the table', undefined],
    ['the changes', 0],
  ])('gives %s in pages that say when the first was started', async (_, lastSync) => {
    now = Date.parse('2026-01-31T23:59:30Z');
    const began = now;
    const written = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    for (const title of written) {
      await posts.invoke(request(title));
      now += 10_000;
    }
    const startedAt = now;
    const since = lastSync === undefined ? {} : { lastSync: began };
    const found: string[] = [];
    let nextToken: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof synced>> = await synced({ ...since, limit: 2, nextToken });
      expect(page.startedAt).toBe(startedAt);
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...ids(page));
      ({ nextToken } = page);
      now += 1000;
      pages += 1;
    } while (nextToken !== null && pages < 10);
    expect(found.sort()).toEqual(written);
  });

  it('filters, and counts what it looked at', async () => {
    for (const title of ['a', 'b']) await posts.invoke(request(title));
    const filter = {
      expression: '#id = :id',
      expressionNames: { '#id': 'id' },
      expressionValues: { ':id': { S: 'b' } },
    };
    expect(await synced({ filter })).toMatchObject({ items: [{ id: 'b' }], scannedCount: 2 });
    expect(await synced({ filter, lastSync: now })).toMatchObject({ items: [{ id: 'b' }], scannedCount: 2 });
  });

  it('reads changes of all partitions by an index', async () => {
    await dynamoDb.call('CreateTable', {
      TableName: `${deltaTable}-indexed`,
      AttributeDefinitions: ['ds_pk', 'ds_sk', 'gsi_ds_pk', 'gsi_ds_sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'ds_pk', KeyType: 'HASH' },
        { AttributeName: 'ds_sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'deltaSyncGSI',
          KeySchema: [
            { AttributeName: 'gsi_ds_pk', KeyType: 'HASH' },
            { AttributeName: 'gsi_ds_sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    });
    deltaTable = `${deltaTable}-indexed`;
    posts = source({});
    for (const title of ['a', 'b'])
      await posts.invoke({ ...request(title), customPartitionKey: 'id', populateIndexFields: true });
    expect(ids(await synced({ lastSync: now }))).toEqual([]);
    expect(ids(await synced({ lastSync: now, deltaIndexName: 'deltaSyncGSI' }))).toEqual(['a', 'b']);
  });

  it('refuses a token of another', async () => {
    const tokens = 'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException';
    for (const title of ['a', 'b']) await posts.invoke(request(title));
    const { nextToken } = await synced({ limit: 1 });
    const scan = await posts.invoke({ operation: 'Scan', limit: 1 });
    for (const token of ['none', `${String(nextToken)}A`, (scan.result as { nextToken: string }).nextToken])
      expect((await sync({ nextToken: token })).error?.message).toContain(tokens);
  });
});

describe('what is refused by a versioned data source', () => {
  const supported =
    'Datasource Versioning only supports the following operations (TransactGetItems,PutItem,BatchGetItem,Scan,Query,GetItem,DeleteItem,UpdateItem,Sync)';
  const update = { operation: 'UpdateItem', key, _version: 1 };
  it.each([
    [
      { operation: 'BatchPutItem', tables: {} },
      'MappingTemplate',
      `Unsupported operation 'BatchPutItem'. ${supported}`,
    ],
    [
      { operation: 'TransactWriteItems', transactItems: [] },
      'MappingTemplate',
      `Unsupported operation 'TransactWriteItems'. ${supported}`,
    ],
    [
      { operation: 'UpdateItem', key, update: { expression: 'REMOVE title' } },
      'MappingTemplate',
      'UpdateItem on versioned data source requires the _version to be provided.',
    ],
    [
      { operation: 'PutItem', key, attributeValues: { _version: { N: 7 } } },
      'BadRequest',
      'Updating _version field can not be set from the client.',
    ],
    [
      {
        ...update,
        update: {
          expression: 'SET #d = :no',
          expressionNames: { '#d': '_deleted' },
          expressionValues: { ':no': { BOOL: false } },
        },
      },
      'BadRequest',
      'Updating _deleted field can not be set from the client.',
    ],
    [
      { ...update, update: { expression: 'REMOVE _ttl' } },
      'BadRequest',
      'Updating _ttl field can not be set from the client.',
    ],
    [{ operation: 'Sync', limit: 1001 }, 'MappingTemplate', "Invalid value for field '$[limit]'"],
    [{ operation: 'Sync', lastsync: 1 }, 'MappingTemplate', "Unsupported element '$[lastsync]'."],
    [
      { operation: 'Sync', basePartitionKey: 'id' },
      'MappingTemplate',
      'not supported here: basePartitionKey of a Sync',
    ],
    [{ operation: 'Sync', version: '2017-02-28' }, 'MappingTemplate', "Unsupported operation 'Sync'."],
  ])('%j', async (request, type, message) => {
    const { result, error } = await posts.invoke(request);
    expect(result).toBeNull();
    expect(error?.type).toBe(type);
    expect(error?.message).toContain(message);
  });
});

describe('a write of a versioned data source', () => {
  const missing = { expression: '(attribute_not_exists(id))' };

  it('fails where its own condition does, with the current item', async () => {
    await put();
    const answer = await put({ condition: missing });
    expect(answer.error?.type).toBe('DynamoDB:ConditionalCheckFailedException');
    expect(answer.result).toEqual(first);
    expect(await contents(deltaTable)).toHaveLength(1);
  });

  it.each(['attribute_exists(id)', '(attribute_exists(id))', 'attribute_not_exists(id) OR (attribute_exists(title))'])(
    'holds to the condition %s beside its own',
    async (expression) => {
      await put();
      expect(await put({ condition: { expression } })).toMatchObject({ result: { _version: 2 } });
    },
  );

  it('tells of a change that it could not record', async () => {
    posts = source({
      call: (operation, input) =>
        JSON.stringify(input).includes(deltaTable)
          ? Promise.reject(new AwsError('ProvisionedThroughputExceededException', 'Slow down'))
          : dynamoDb.call(operation, input),
    });
    expect(await put()).toEqual({
      result: first,
      error: { type: 'DeltaSyncWriteError', message: 'Failed to write delta sync record.' },
    });
    expect(await contents(table)).toHaveLength(1);
  });

  it('adds its stamp to every kind of update', async () => {
    await put();
    const update = {
      expression: 'ADD ups :one REMOVE content SET #set = :title, tags = :tags',
      expressionNames: { '#set': 'title' },
      expressionValues: { ':one': { N: 1 }, ':title': { S: 'T' }, ':tags': { SS: ['x'] } },
    };
    const { result } = await posts.invoke({ operation: 'UpdateItem', key, update, _version: 1 });
    expect(result).toEqual({
      id: id.S,
      author: 'Nadia',
      title: 'T',
      tags: ['x'],
      ups: 1,
      _version: 2,
      _lastChangedAt: now,
    });
  });
});
