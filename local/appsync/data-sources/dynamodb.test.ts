import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../dynamodb/index.ts';
import { AwsError } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { createTable, tableSource, testDynamoDb } from '../testing/dynamodb.ts';
import type { DataSource } from '../types.ts';

let dynamoDb: DynamoDb;
let close: () => Promise<void>;
let posts: DataSource;
let number = 0;
let table: string;

beforeAll(async () => {
  ({ dynamoDb, close } = await testDynamoDb());
});
afterAll(() => close());
beforeEach(async () => {
  number += 1;
  table = `posts-${number}`;
  await createTable(dynamoDb, table, { author: 'S', id: 'N' });
  posts = tableSource({ call: dynamoDb.call, table });
});

const key = (author: string, id: number) => ({ author: { S: author }, id: { N: id } });

async function put(author: string, id: number, attributeValues: object = {}) {
  const { error } = await posts.invoke({ operation: 'PutItem', key: key(author, id), attributeValues });
  expect(error).toBeUndefined();
}

const ofAuthor = (author: string) => ({
  expression: 'author = :author',
  expressionValues: { ':author': { S: author } },
});

async function page(nextToken: string | null, more: object = {}) {
  return posts.invoke({ operation: 'Query', query: ofAuthor('a'), limit: 2, nextToken, ...more });
}

describe('single items', () => {
  it('writes and reads every type as plain values', async () => {
    const attributeValues = {
      text: { S: '' },
      number: { N: 1.5 },
      big: { N: '12' },
      no: { BOOL: false },
      nothing: { NULL: null },
      bytes: { B: 'aGk=' },
      words: { SS: ['x', 'y'] },
      numbers: { NS: [1, 2] },
      list: { L: [{ N: 0 }, { M: { a: { S: 'b' } } }] },
      map: { M: {} },
    };
    const item = {
      author: 'a',
      id: 1,
      text: '',
      number: 1.5,
      big: 12,
      no: false,
      nothing: null,
      bytes: 'aGk=',
      words: ['x', 'y'],
      numbers: [1, 2],
      list: [0, { a: 'b' }],
      map: {},
    };
    expect(await posts.invoke({ operation: 'PutItem', key: key('a', 1), attributeValues })).toEqual({ result: item });
    expect(await posts.invoke({ operation: 'GetItem', key: key('a', 1) })).toEqual({ result: item });
  });

  it('gives null for an item that is not there, and only what a projection names', async () => {
    await put('a', 1, { title: { S: 't' }, text: { S: 'x' } });
    expect(await posts.invoke({ operation: 'GetItem', key: key('a', 2) })).toEqual({ result: null });
    const projection = { expression: '#t', expressionNames: { '#t': 'title' } };
    expect(await posts.invoke({ operation: 'GetItem', key: key('a', 1), projection })).toEqual({
      result: { title: 't' },
    });
  });

  it('gives the item after an update, with empty placeholders left out', async () => {
    await put('a', 1, { ups: { N: 1 } });
    const update = { expression: 'SET ups = ups + :one', expressionNames: {}, expressionValues: { ':one': { N: 1 } } };
    const condition = { expression: 'attribute_exists(#id)', expressionNames: { '#id': 'id' }, expressionValues: {} };
    expect(await posts.invoke({ operation: 'UpdateItem', key: key('a', 1), update, condition })).toEqual({
      result: { author: 'a', id: 1, ups: 2 },
    });
  });

  it('gives the deleted item once', async () => {
    await put('a', 1);
    const request = { version: '2018-05-29', operation: 'DeleteItem', key: key('a', 1) };
    expect(await posts.invoke(request)).toEqual({ result: { author: 'a', id: 1 } });
    expect(await posts.invoke(request)).toEqual({ result: null });
  });
});

describe('a failed condition', () => {
  const isNew = { expression: 'attribute_not_exists(author)' };

  it('gives the error and the current item', async () => {
    await put('a', 1, { version: { N: 8 } });
    const update = { expression: 'SET version = :next', expressionValues: { ':next': { N: 3 } } };
    const condition = { expression: 'version = :expected', expressionValues: { ':expected': { N: 2 } } };
    const answer = await posts.invoke({ operation: 'UpdateItem', key: key('a', 1), update, condition });
    expect(answer.error?.type).toBe('DynamoDB:ConditionalCheckFailedException');
    expect(answer.error?.message).toMatch(
      /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [A-Z2-7]{52}\)$/,
    );
    expect(answer.result).toEqual({ author: 'a', id: 1, version: 8 });
  });

  it('counts as success where the item is already what was put, but for equalsIgnore', async () => {
    await put('a', 1, { name: { S: 'Steve' }, tags: { SS: ['x', 'y'] }, version: { N: 8 } });
    const request = (name: string) => ({
      operation: 'PutItem',
      key: key('a', 1),
      attributeValues: { name: { S: name }, tags: { SS: ['y', 'x'] }, version: { N: 2 } },
      condition: { ...isNew, equalsIgnore: ['version'] },
    });
    const current = { author: 'a', id: 1, name: 'Steve', tags: ['x', 'y'], version: 8 };
    expect(await posts.invoke(request('Steve'))).toEqual({ result: current });
    expect(await posts.invoke(request('Ada'))).toMatchObject({ result: current, error: {} });
  });

  it('counts as success where the item to delete is already gone', async () => {
    const condition = { expression: 'attribute_exists(author)' };
    expect(await posts.invoke({ operation: 'DeleteItem', key: key('a', 1), condition })).toEqual({ result: null });
  });
});

describe('pages', () => {
  beforeEach(async () => {
    for (const id of [1, 2, 3]) await put('a', id);
    await put('b', 1);
  });

  it('continues where the page before ended', async () => {
    const first = await page(null);
    expect(first.result).toEqual({
      items: [
        { author: 'a', id: 1 },
        { author: 'a', id: 2 },
      ],
      nextToken: expect.any(String) as unknown,
      scannedCount: 2,
    });
    const { nextToken } = first.result as { nextToken: string };
    expect(nextToken).not.toContain(Buffer.from('author').toString('base64url'));
    expect(await page(nextToken)).toEqual({
      result: { items: [{ author: 'a', id: 3 }], nextToken: null, scannedCount: 1 },
    });
  });

  it.each([
    ['that was changed', (token: string) => page(`${token.slice(0, -2)}AA`)],
    ['that is none', () => page('first')],
    ['that is empty', () => page('')],
    ['of a scan', (token: string) => posts.invoke({ operation: 'Scan', nextToken: token })],
    [
      'of another resolver',
      (token: string) =>
        posts.invoke(
          { operation: 'Query', query: ofAuthor('a'), nextToken: token },
          {
            step: 'Query.others',
            field: { typeName: 'Query', fieldName: 'others' },
            arguments: {},
            identity: null,
            siblings: { gather: () => Promise.reject(new Error('Nothing is gathered')) },
          },
        ),
    ],
    [
      'made with another key',
      (token: string) => {
        posts = tableSource({ call: dynamoDb.call, table, tokenKey: Buffer.from('another') });
        return page(token);
      },
    ],
  ])('refuses a token %s', async (_name, use) => {
    const { result } = await page(null);
    expect(await use((result as { nextToken: string }).nextToken)).toEqual({
      result: null,
      error: {
        type: 'DynamoDB:UserIllegalArgumentException',
        message:
          'com.amazonaws.deepdish.common.pagination.InvalidPaginationTokenException: Invalid pagination token given.',
      },
    });
  });

  it('goes on with another filter, as DynamoDB does', async () => {
    const { nextToken } = (await page(null)).result as { nextToken: string };
    const answer = await page(nextToken, { filter: { expression: 'attribute_not_exists(title)' } });
    expect(answer).toMatchObject({ result: { items: [{ id: 3 }] } });
  });

  it('does not go on into another partition', async () => {
    const { nextToken } = (await page(null)).result as { nextToken: string };
    const { result, error } = await posts.invoke({ operation: 'Query', query: ofAuthor('b'), nextToken });
    expect(result).toBeNull();
    expect(error?.type).toBe('DynamoDB:DynamoDbException');
    expect(error?.message).toContain('The provided starting key is outside query boundaries');
  });

  it('scans with a filter', async () => {
    const filter = { expression: 'id < :id', expressionValues: { ':id': { N: 2 } } };
    const { result } = await posts.invoke({ operation: 'Scan', filter, limit: null, nextToken: null });
    expect(result).toMatchObject({ nextToken: null, scannedCount: 4 });
    expect((result as { items: unknown[] }).items).toHaveLength(2);
  });
});

describe('batches', () => {
  it('gives items in the order of their keys, null for the missing', async () => {
    await put('a', 1, { title: { S: 'one' } });
    await put('b', 2, { title: { S: 'two' } });
    const keys = [key('b', 2), key('x', 9), key('a', 1)];
    const data = [{ author: 'b', id: 2, title: 'two' }, null, { author: 'a', id: 1, title: 'one' }];
    expect(await posts.invoke({ operation: 'BatchGetItem', tables: { [table]: { keys } } })).toEqual({
      result: { data: { [table]: data }, unprocessedKeys: { [table]: [] } },
    });
    const projection = { expression: '#t, id', expressionNames: { '#t': 'title' } };
    expect(await posts.invoke({ operation: 'BatchGetItem', tables: { [table]: { keys, projection } } })).toMatchObject({
      result: { data: { [table]: [{ id: 2, title: 'two' }, null, { id: 1, title: 'one' }] } },
    });
  });

  it('puts and deletes', async () => {
    const item = { ...key('a', 1), title: { S: 'one' } };
    expect(await posts.invoke({ operation: 'BatchPutItem', tables: { [table]: [item] } })).toEqual({
      result: { data: { [table]: [{ author: 'a', id: 1, title: 'one' }] }, unprocessedItems: { [table]: [] } },
    });
    expect(await posts.invoke({ operation: 'BatchDeleteItem', tables: { [table]: [key('a', 1)] } })).toEqual({
      result: { data: { [table]: [{ author: 'a', id: 1 }] }, unprocessedKeys: { [table]: [] } },
    });
    expect(await posts.invoke({ operation: 'GetItem', key: key('a', 1) })).toEqual({ result: null });
  });

  it('refuses a table that the data source does not reach', async () => {
    const authorize = () => {
      throw new AwsError('AccessDeniedException', 'No');
    };
    const source = tableSource({ call: dynamoDb.call, table, authorize });
    const request = { operation: 'BatchGetItem', tables: { secrets: { keys: [key('a', 1)] } } };
    expect(await source.invoke(request)).toMatchObject({
      result: { data: { secrets: [null] }, unprocessedKeys: { secrets: [{ author: 'a', id: 1 }] } },
      error: { type: 'DynamoDB:DynamoDbException' },
    });
  });
});

describe('transactions', () => {
  it('writes all and gives the keys, then reads them', async () => {
    await put('a', 1);
    const transactItems = [
      { table, operation: 'PutItem', key: key('b', 1), attributeValues: { title: { S: 't' } } },
      { table, operation: 'ConditionCheck', key: key('a', 1), condition: { expression: 'attribute_exists(author)' } },
    ];
    expect(await posts.invoke({ operation: 'TransactWriteItems', transactItems })).toEqual({
      result: {
        keys: [
          { author: 'b', id: 1 },
          { author: 'a', id: 1 },
        ],
        cancellationReasons: null,
      },
    });
    const reads = [
      { table, key: key('b', 1) },
      { table, key: key('z', 1) },
    ];
    expect(await posts.invoke({ operation: 'TransactGetItems', transactItems: reads })).toEqual({
      result: { items: [{ author: 'b', id: 1, title: 't' }, null], cancellationReasons: null },
    });
  });

  it('writes nothing where a condition fails, and says which and what is there', async () => {
    await put('a', 1, { version: { N: 4 } });
    const condition = { expression: 'attribute_not_exists(author)' };
    const transactItems = [
      { table, operation: 'DeleteItem', key: key('b', 1) },
      { table, operation: 'PutItem', key: key('a', 1), condition },
    ];
    const { result, error } = await posts.invoke({ operation: 'TransactWriteItems', transactItems });
    expect(error?.type).toBe('DynamoDB:TransactionCanceledException');
    expect(error?.message).toContain('[None, ConditionalCheckFailed] (Service: DynamoDb, Status Code: 400');
    expect(result).toEqual({
      keys: null,
      cancellationReasons: [
        { type: 'None', message: 'None' },
        {
          type: 'ConditionalCheckFailed',
          message: 'The conditional request failed',
          item: { author: 'a', id: 1, version: 4 },
        },
      ],
    });
  });

  it('asks for the current item unless the condition says otherwise', async () => {
    const inputs: unknown[] = [];
    const call: JsonCaller = (_operation, input) => {
      inputs.push(input);
      return Promise.reject(new AwsError('TransactionInProgressException', 'busy'));
    };
    const source = tableSource({ call, table });
    const expression = 'attribute_exists(author)';
    for (const condition of [{ expression }, { expression, returnValuesOnConditionCheckFailure: false }]) {
      const transactItems = [{ table, operation: 'DeleteItem', key: key('a', 1), condition }];
      expect(await source.invoke({ operation: 'TransactWriteItems', transactItems })).toMatchObject({
        result: { keys: null, cancellationReasons: null },
        error: { type: 'DynamoDB:TransactionInProgressException' },
      });
    }
    expect(inputs).toMatchObject([
      { TransactItems: [{ Delete: { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } }] },
      { TransactItems: [{ Delete: { ReturnValuesOnConditionCheckFailure: 'NONE' } }] },
    ]);
  });
});

describe('what DynamoDB refuses', () => {
  it('is handed on', async () => {
    const { error } = await posts.invoke({ operation: 'GetItem', key: { author: { S: 'a' } } });
    expect(error?.type).toBe('DynamoDB:DynamoDbException');
    expect(error?.message).toContain('(Service: DynamoDb, Status Code: 400, Request ID: ');
  });
});
