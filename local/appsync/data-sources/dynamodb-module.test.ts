import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../dynamodb/index.ts';
import { createTable, tableSource, testDynamoDb } from '../testing/dynamodb.ts';
import { valueOf } from '../testing/evaluate.ts';
import type { DataSource } from '../types.ts';

/** What code writes with `@aws-appsync/utils/dynamodb`, all the way to the table and back. */

let dynamoDb: DynamoDb;
let close: () => Promise<void>;
let posts: DataSource;
const table = 'posts';

beforeAll(async () => {
  ({ dynamoDb, close } = await testDynamoDb());
  posts = tableSource({ call: dynamoDb.call, table });
  await createTable(dynamoDb, table, { author: 'S', id: 'S' });
});
afterAll(() => close());

const key = "key: { author: 'a', id: '1' }";
const first = {
  author: 'a',
  id: '1',
  title: 'One',
  ups: 1,
  version: 1,
  list: ['x', 'y', 'z'],
  address: { city: 'Oslo', zip: '0150' },
  tags: ['p', 'q'],
};

async function invoke(request: string) {
  return posts.invoke(valueOf(request));
}

beforeEach(async () => {
  const item =
    "{ title: 'One', ups: 1, version: 1, list: ['x', 'y', 'z'], address: { city: 'Oslo', zip: '0150' }, tags: ddb.toStringSet(['p', 'q']) }";
  expect(await invoke(`ddb.put({ ${key}, item: ${item} })`)).toEqual({ result: first });
});

describe('update', () => {
  it.each([
    ['{ title: "Two", ups: ddb.operations.increment(2) }', { title: 'Two', ups: 3 }],
    ['{ ups: ddb.operations.decrement() }', { ups: 0 }],
    ['{ list: ddb.operations.append(["e"]) }', { list: ['x', 'y', 'z', 'e'] }],
    ['{ list: ddb.operations.prepend(["e"]) }', { list: ['e', 'x', 'y', 'z'] }],
    [
      '{ list: [ddb.operations.updateListItem("2", 1), ddb.operations.updateListItem("3", 2)] }',
      { list: ['x', '2', '3'] },
    ],
    ['{ address: { city: "Bergen" } }', { address: { city: 'Bergen', zip: '0150' } }],
    ['{ address: ddb.operations.replace({ city: "Bergen" }) }', { address: { city: 'Bergen' } }],
    ['{ address: ddb.operations.replace(null) }', { address: null }],
    ['{ ups: 0, title: "", done: false }', { ups: 0, title: '', done: false }],
    ['{ extra: ddb.operations.add({ a: [1] }) }', { extra: { a: [1] } }],
  ])('%s', async (update, changed) => {
    expect(await invoke(`ddb.update({ ${key}, update: ${update} })`)).toEqual({ result: { ...first, ...changed } });
  });

  it('removes', async () => {
    const { title: _title, ...rest } = first;
    expect(await invoke(`ddb.update({ ${key}, update: { title: ddb.operations.remove() } })`)).toEqual({
      result: rest,
    });
  });

  it('refuses another version than expected, and gives the current item ("Condition expressions")', async () => {
    const request = (version: number) =>
      `ddb.update({ ${key}, condition: { version: { eq: ${version} } }, update: { version: ddb.operations.increment(1) } })`;
    expect(await invoke(request(1))).toMatchObject({ result: { version: 2 } });
    const { result, error } = await invoke(request(1));
    expect(error?.type).toBe('DynamoDB:ConditionalCheckFailedException');
    expect(result).toEqual({ ...first, version: 2 });
  });
});

describe('conditions', () => {
  it.each([
    ['{ title: { beginsWith: "O", contains: "n", notContains: "x" } }', true],
    ['{ ups: { between: [1, 2] }, version: { in: [3, 1] } }', true],
    ['{ ups: { between: [2, 3] } }', false],
    ['{ version: { in: [3, 4] } }', false],
    ['{ address: { city: { eq: "Oslo" } } }', true],
    ['{ list: { size: { gt: 3 } } }', false],
    ['{ ups: { attributeType: "number" } }', true],
    ['{ missing: { attributeExists: false } }', true],
    ['{ not: { title: { eq: "One" } } }', false],
    ['{ or: [{ title: { eq: "Two" } }, { and: [{ ups: { ge: 1 } }, { ups: { lt: 2 } }] }] }', true],
    ['{ or: [{ title: { eq: "Two" } }, { title: { eq: "Three" } }] }', false],
    ['{ tags: { contains: "p" } }', true],
  ])('%s: %s', async (condition, holds) => {
    const { error } = await invoke(`ddb.remove({ ${key}, condition: ${condition} })`);
    expect(error === undefined).toBe(holds);
  });
});

describe('reads', () => {
  it('queries by key, filters and projects', async () => {
    await invoke("ddb.put({ key: { author: 'a', id: '2' }, item: { title: 'Two' } })");
    const request =
      "ddb.query({ query: { author: { eq: 'a' }, id: { ge: '1' } }, filter: { title: { ne: 'One' } }, projection: ['id', 'title'] })";
    expect(await invoke(request)).toEqual({
      result: { items: [{ id: '2', title: 'Two' }], nextToken: null, scannedCount: 2 },
    });
  });

  it('projects nested paths', async () => {
    expect(await invoke(`ddb.get({ ${key}, projection: ['address.city', 'list[1]'] })`)).toEqual({
      result: { address: { city: 'Oslo' }, list: ['y'] },
    });
  });

  it('reads and writes in batches and transactions', async () => {
    const read = `ddb.batchGet({ tables: { posts: { keys: [{ author: 'z', id: '1' }, { author: 'a', id: '1' }], projection: ['title'] } } })`;
    expect(await invoke(read)).toEqual({
      result: { data: { posts: [null, { title: 'One' }] }, unprocessedKeys: { posts: [] } },
    });
    const write = `ddb.transactWrite({ items: [
      { updateItem: { table: 'posts', ${key}, update: { ups: ddb.operations.increment(1) }, condition: { version: { eq: 1 } } } },
      { putItem: { table: 'posts', key: { author: 'b', id: '1' }, item: { none: null }, condition: { id: { attributeExists: false } } } },
    ] })`;
    expect(await invoke(write)).toEqual({
      result: {
        keys: [
          { author: 'a', id: '1' },
          { author: 'b', id: '1' },
        ],
        cancellationReasons: null,
      },
    });
    expect(await invoke(write)).toMatchObject({
      result: {
        keys: null,
        cancellationReasons: [{ type: 'None' }, { type: 'ConditionalCheckFailed', item: { none: null } }],
      },
    });
    expect(await invoke(`ddb.transactGet({ items: [{ table: 'posts', ${key}, projection: ['ups'] }] })`)).toEqual({
      result: { items: [{ ups: 2 }], cancellationReasons: null },
    });
  });
});
