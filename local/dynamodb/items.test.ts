import { ConditionalCheckFailedException, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamoDb, type TestDynamoDb } from './testing/service.ts';

let dynamoDb: TestDynamoDb;
let documents: DynamoDBDocumentClient;
let table: string;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  documents = DynamoDBDocumentClient.from(dynamoDb.client);
  table = await dynamoDb.createTable({
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'shard', AttributeType: 'S' },
      { AttributeName: 'heartbeat', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'unfinished',
        KeySchema: [
          { AttributeName: 'shard', KeyType: 'HASH' },
          { AttributeName: 'heartbeat', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
});

afterAll(async () => {
  await dynamoDb.end();
});

describe('items', () => {
  it('come back as they were written, whatever their type', async () => {
    const item = {
      pk: 'types',
      sk: '1',
      text: '',
      number: -1.5e-20,
      no: false,
      nothing: null,
      list: [1, 'two', [{}]],
      map: { 'a.b': { c: 0 } },
      strings: new Set(['b', 'a']),
      numbers: new Set([2, 1]),
      bytes: new Uint8Array([0, 255]),
    };
    await documents.send(new PutCommand({ TableName: table, Item: item }));
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk: 'types', sk: '1' } }));
    expect(Item).toEqual(item);
  });

  it('are absent from the answer where there is none', async () => {
    const output = await documents.send(new GetCommand({ TableName: table, Key: { pk: 'types', sk: 'none' } }));
    expect(output).not.toHaveProperty('Item');
  });

  it('are updated, replaced and deleted, with the values that the caller asked for', async () => {
    const key = { pk: 'changes', sk: '1' };
    const updated = await documents.send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: 'SET #name = :name, visits = if_not_exists(visits, :zero) + :one ADD tags :tags',
        ExpressionAttributeNames: { '#name': 'name' },
        ExpressionAttributeValues: { ':name': 'n', ':zero': 0, ':one': 1, ':tags': new Set(['a']) },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(updated.Attributes).toEqual({ ...key, name: 'n', visits: 1, tags: new Set(['a']) });
    const replaced = await documents.send(
      new PutCommand({ TableName: table, Item: { ...key, name: 'm' }, ReturnValues: 'ALL_OLD' }),
    );
    expect(replaced.Attributes).toEqual(updated.Attributes);
    const deleted = await documents.send(new DeleteCommand({ TableName: table, Key: key, ReturnValues: 'ALL_OLD' }));
    expect(deleted.Attributes).toEqual({ ...key, name: 'm' });
    expect((await documents.send(new GetCommand({ TableName: table, Key: key }))).Item).toBeUndefined();
  });

  it('are written and read in batches', async () => {
    const keys = Array.from({ length: 25 }, (_, index) => ({ pk: 'batch', sk: String(index) }));
    await documents.send(
      new BatchWriteCommand({ RequestItems: { [table]: keys.map((Item) => ({ PutRequest: { Item } })) } }),
    );
    const { Responses } = await documents.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: keys } } }));
    expect(Responses?.[table]).toHaveLength(25);
    expect(Responses?.[table]).toEqual(expect.arrayContaining(keys));
  });
});

describe('what DynamoDB does not store', () => {
  const key = { pk: 'types', sk: 'refused' };
  const emptyKey =
    'A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain ' +
    'an empty string value. IndexName: unfinished, IndexKey: shard';
  const nested = (levels: number) => Array.from({ length: levels }).reduce<unknown>((value) => [value], 'x');
  const tooDeep = 'Nesting Levels have exceeded supported limits';
  const update = (name: string, value: unknown) => ({
    TableName: table,
    Key: key,
    UpdateExpression: 'SET #name = :value',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':value': value },
  });

  it.each([
    ['an empty key of an index', 'shard', '', emptyKey],
    ['more than 32 levels', 'deep', nested(32), tooDeep],
    ['more than 32 levels of maps', 'deep', { a: nested(31) }, tooDeep],
  ])('%s', async (_what, name, value, message) => {
    const Item = { ...key, [name]: value };
    const refused = { name: 'ValidationException', message: expect.stringContaining(message) as string };
    await expect(documents.send(new PutCommand({ TableName: table, Item }))).rejects.toMatchObject(refused);
    await expect(documents.send(new UpdateCommand(update(name, value)))).rejects.toMatchObject(refused);
    const batch = new BatchWriteCommand({ RequestItems: { [table]: [{ PutRequest: { Item } }] } });
    await expect(documents.send(batch)).rejects.toMatchObject(refused);
    expect((await documents.send(new GetCommand({ TableName: table, Key: key }))).Item).toBeUndefined();
  });

  it('and what it does: 32 levels, and an empty value that is no key', async () => {
    const Item = { ...key, deep: nested(31), text: '' };
    await documents.send(new PutCommand({ TableName: table, Item }));
    expect((await documents.send(new GetCommand({ TableName: table, Key: key }))).Item).toEqual(Item);
  });
});

describe('a condition', () => {
  const key = { pk: 'conditions', sk: '1' };

  it('that fails leaves the item and gives it where it is asked for', async () => {
    const item = { ...key, version: 1 };
    await documents.send(new PutCommand({ TableName: table, Item: item }));
    const condition = {
      TableName: table,
      ConditionExpression: 'version = :expected',
      ExpressionAttributeValues: { ':expected': 2 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const attempts = [
      documents.send(new PutCommand({ ...condition, Item: { ...key, version: 3 } })),
      documents.send(new DeleteCommand({ ...condition, Key: key })),
      documents.send(new UpdateCommand({ ...condition, Key: key, UpdateExpression: 'SET version = :expected' })),
    ];
    for (const attempt of await Promise.allSettled(attempts)) {
      const error: unknown = attempt.status === 'rejected' && attempt.reason;
      expect(error).toBeInstanceOf(ConditionalCheckFailedException);
      expect(error).toMatchObject({ Item: { version: { N: '1' } }, message: 'The conditional request failed' });
    }
    expect((await documents.send(new GetCommand({ TableName: table, Key: key }))).Item).toEqual(item);
  });

  it('that fails does not give the item unasked, nor one that is not there', async () => {
    const unasked: unknown = await documents
      .send(new PutCommand({ TableName: table, Item: key, ConditionExpression: 'attribute_not_exists(pk)' }))
      .catch((cause: unknown) => cause);
    expect(unasked).toBeInstanceOf(ConditionalCheckFailedException);
    expect(unasked).toHaveProperty('Item', undefined);
    const absent: unknown = await documents
      .send(
        new DeleteCommand({
          TableName: table,
          Key: { pk: 'conditions', sk: 'none' },
          ConditionExpression: 'attribute_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      )
      .catch((cause: unknown) => cause);
    expect(absent).toBeInstanceOf(ConditionalCheckFailedException);
    expect(absent).toHaveProperty('Item', undefined);
  });
});

describe('a query', () => {
  beforeAll(async () => {
    for (const number of [1, 2, 3, 10, 11])
      await documents.send(
        new PutCommand({
          TableName: table,
          Item: {
            pk: 'pages',
            sk: String(number).padStart(2, '0'),
            ...(number > 2 && { shard: 's', heartbeat: number }),
          },
        }),
      );
  });

  it('gives pages that together are all items, in order', async () => {
    const pages = paginateQuery(
      { client: documents, pageSize: 2 },
      {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'pages' },
      },
    );
    const keys: unknown[][] = [];
    for await (const { Items = [] } of pages) keys.push(Items.map((item): unknown => item.sk));
    expect(keys).toEqual([['01', '02'], ['03', '10'], ['11']]);
  });

  it('runs backwards and within bounds', async () => {
    const { Items } = await documents.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :low AND :high',
        ExpressionAttributeValues: { ':pk': 'pages', ':low': '02', ':high': '10' },
        ScanIndexForward: false,
        ProjectionExpression: 'sk',
      }),
    );
    expect(Items).toEqual([{ sk: '10' }, { sk: '03' }, { sk: '02' }]);
  });

  it('of a sparse index gives only what has its keys, by number', async () => {
    const unfinished = () =>
      documents.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'unfinished',
          KeyConditionExpression: '#shard = :shard AND heartbeat < :before',
          ExpressionAttributeNames: { '#shard': 'shard' },
          ExpressionAttributeValues: { ':shard': 's', ':before': 11 },
        }),
      );
    expect((await unfinished()).Items?.map(({ heartbeat }): unknown => heartbeat)).toEqual([3, 10]);
    await documents.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: 'pages', sk: '03' },
        UpdateExpression: 'REMOVE #shard',
        ExpressionAttributeNames: { '#shard': 'shard' },
      }),
    );
    expect((await unfinished()).Items?.map(({ heartbeat }): unknown => heartbeat)).toEqual([10]);
  });

  it('counts what its filter leaves, and a scan reads what is in all partitions', async () => {
    const { Count, ScannedCount } = await documents.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: 'attribute_exists(heartbeat)',
        ExpressionAttributeValues: { ':pk': 'pages' },
        Select: 'COUNT',
      }),
    );
    expect([Count, ScannedCount]).toEqual([3, 5]);
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: table }));
    expect(new Set(Items.map(({ pk }): unknown => pk))).toEqual(new Set(['types', 'batch', 'conditions', 'pages']));
  });
});

describe('what DynamoDB refuses', () => {
  it('is refused with its message', async () => {
    await expect(documents.send(new PutCommand({ TableName: table, Item: { pk: 'x' } }))).rejects.toThrow(
      'One or more parameter values were invalid: Missing the key sk in the item',
    );
    await expect(
      documents.send(
        new UpdateCommand({ TableName: table, Key: { pk: 'x', sk: 'y' }, UpdateExpression: 'SET a = nowhere' }),
      ),
    ).rejects.toThrow('The provided expression refers to an attribute that does not exist in the item');
    await expect(
      documents.send(new GetCommand({ TableName: 'sonde-test-none', Key: { pk: 'x', sk: 'y' } })),
    ).rejects.toThrow(ResourceNotFoundException);
    await expect(
      documents.send(new PutCommand({ TableName: table, Item: { pk: 'x', sk: 'y', text: 'x'.repeat(410_000) } })),
    ).rejects.toThrow('Item size has exceeded the maximum allowed size');
  });
});
