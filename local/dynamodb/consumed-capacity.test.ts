import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'sparse',
        KeySchema: [{ AttributeName: 'shard', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
});

afterAll(async () => {
  await dynamoDb.end();
});

const key = { pk: 'p', sk: '1' };
const put = async (item: object, mode: 'TOTAL' | 'INDEXES' = 'INDEXES') =>
  (await documents.send(new PutCommand({ TableName: table, Item: { ...key, ...item }, ReturnConsumedCapacity: mode })))
    .ConsumedCapacity;

/** What the table and the index consumed. */
function unitsOf(consumed: ConsumedCapacity | undefined) {
  const index = consumed?.GlobalSecondaryIndexes?.sparse?.CapacityUnits ?? 0;
  expect(consumed?.CapacityUnits).toBe((consumed?.Table?.CapacityUnits ?? 0) + index);
  return { table: consumed?.Table?.CapacityUnits, index };
}

it('counts the writes of an index where an entry comes, changes or goes', async () => {
  expect(unitsOf(await put({ data: 'x'.repeat(3000) }))).toEqual({ table: 3, index: 0 });
  expect(unitsOf(await put({ shard: 'a' }))).toEqual({ table: 3, index: 1 });
  expect(unitsOf(await put({ shard: 'a', visits: 2 }))).toEqual({ table: 1, index: 0 });
  expect(unitsOf(await put({ shard: 'b' }))).toEqual({ table: 1, index: 2 });
  const updated = await documents.send(
    new UpdateCommand({
      TableName: table,
      Key: key,
      UpdateExpression: 'SET visits = :one',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  expect(unitsOf(updated.ConsumedCapacity)).toEqual({ table: 1, index: 0 });
  const deleted = await documents.send(
    new DeleteCommand({ TableName: table, Key: key, ReturnConsumedCapacity: 'INDEXES' }),
  );
  expect(unitsOf(deleted.ConsumedCapacity)).toEqual({ table: 1, index: 1 });
});

it('counts a batch as a whole', async () => {
  const { ConsumedCapacity } = await documents.send(
    new BatchWriteCommand({
      RequestItems: {
        [table]: ['1', '2', '3'].map((sk) => ({ PutRequest: { Item: { pk: 'b', sk, shard: sk } } })),
      },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  expect(ConsumedCapacity?.map(unitsOf)).toEqual([{ table: 3, index: 3 }]);
});

it('gives the sum alone where that is asked for', async () => {
  expect(await put({ sk: '9', shard: 'a' }, 'TOTAL')).toEqual({ TableName: table, CapacityUnits: 2 });
});
