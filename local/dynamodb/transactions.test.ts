import {
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDynamoDb, type TestDynamoDb } from './testing/service.ts';

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;

let dynamoDb: TestDynamoDb;
let documents: DynamoDBDocumentClient;
let table: string;
let other: string;
let count = 0;
let pk: string;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  documents = DynamoDBDocumentClient.from(dynamoDb.client);
  [table, other] = await Promise.all([dynamoDb.createTable(), dynamoDb.createTable()]);
});

beforeEach(() => {
  pk = `partition-${count++}`;
});

afterAll(async () => {
  await dynamoDb.end();
});

const write = (items: Items, token?: string) =>
  documents.send(new TransactWriteCommand({ TransactItems: items, ClientRequestToken: token }));
const failure = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (cause: unknown) => cause,
  );
const put = async (sk: string, attributes: object) => {
  await documents.send(new PutCommand({ TableName: table, Item: { pk, sk, ...attributes } }));
};
const get = async (sk: string, TableName = table) =>
  (await documents.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }))).Item;

describe('TransactWriteItems', () => {
  it('puts, updates, deletes and checks in one', async () => {
    await put('updated', { version: 1 });
    await put('deleted', {});
    await put('checked', { status: 'ACTIVE' });
    await write([
      { Put: { TableName: other, Item: { pk, sk: 'put' }, ConditionExpression: 'attribute_not_exists(pk)' } },
      {
        Update: {
          TableName: table,
          Key: { pk, sk: 'updated' },
          UpdateExpression: 'SET version = version + :one',
          ConditionExpression: 'version = :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
      { Delete: { TableName: table, Key: { pk, sk: 'deleted' }, ConditionExpression: 'attribute_exists(pk)' } },
      {
        ConditionCheck: {
          TableName: table,
          Key: { pk, sk: 'checked' },
          ConditionExpression: '#status = :active',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':active': 'ACTIVE' },
        },
      },
    ]);
    expect(await get('put', other)).toEqual({ pk, sk: 'put' });
    expect(await get('updated')).toMatchObject({ version: 2 });
    expect(await get('deleted')).toBeUndefined();
    expect(await get('checked')).toEqual({ pk, sk: 'checked', status: 'ACTIVE' });
  });

  it('writes nothing where one action fails, and says why for each in order', async () => {
    await put('a', { version: 1 });
    await put('b', { name: 'text' });
    const error = await failure(
      write([
        { Put: { TableName: table, Item: { pk, sk: 'new' } } },
        {
          ConditionCheck: {
            TableName: table,
            Key: { pk, sk: 'a' },
            ConditionExpression: 'version = :two',
            ExpressionAttributeValues: { ':two': 2 },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        {
          Update: {
            TableName: table,
            Key: { pk, sk: 'b' },
            UpdateExpression: 'SET #name = #name + :one',
            ExpressionAttributeNames: { '#name': 'name' },
            ExpressionAttributeValues: { ':one': 1 },
          },
        },
        {
          Delete: {
            TableName: table,
            Key: { pk, sk: 'none' },
            ConditionExpression: 'attribute_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        { Put: { TableName: other, Item: { pk, sk: 'new' } } },
      ]),
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        '[None, ConditionalCheckFailed, ValidationError, ConditionalCheckFailed, None]',
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'The conditional request failed',
          Item: { pk: { S: pk }, sk: { S: 'a' }, version: { N: '1' } },
        },
        { Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' },
        { Code: 'ConditionalCheckFailed' },
        { Code: 'None' },
      ],
    });
    expect(await get('new')).toBeUndefined();
    expect(await get('new', other)).toBeUndefined();
  });

  it.each([
    ['a key that does not fit the table', () => ({ Delete: { TableName: table, Key: { pk } } })],
    ['an item without its key', () => ({ Put: { TableName: table, Item: { pk } } })],
  ])('names %s among the reasons', async (_what, action) => {
    const error = await failure(write([{ Put: { TableName: table, Item: { pk, sk: 'new' } } }, action()]));
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }] });
    expect(await get('new')).toBeUndefined();
  });

  it('refuses two actions on one item', async () => {
    await expect(
      write([
        { Put: { TableName: table, Item: { pk, sk: 'same' } } },
        { ConditionCheck: { TableName: table, Key: { pk, sk: 'same' }, ConditionExpression: 'attribute_exists(pk)' } },
      ]),
    ).rejects.toThrow('Transaction request cannot include multiple operations on one item');
    expect(await get('same')).toBeUndefined();
  });

  it('takes 100 actions and refuses 101', async () => {
    const puts = (length: number) =>
      Array.from({ length }, (_, index) => ({ Put: { TableName: table, Item: { pk, sk: String(index) } } }));
    await expect(write(puts(101))).rejects.toMatchObject({ name: 'ValidationException' });
    await write(puts(100));
    expect(await get('99')).toBeDefined();
  });

  it('refuses items of more than 4 MB together', async () => {
    const puts = Array.from({ length: 11 }, (_, index) => ({
      Put: { TableName: table, Item: { pk, sk: String(index), text: 'x'.repeat(390_000) } },
    }));
    await expect(write(puts)).rejects.toThrow();
    expect(await get('0')).toBeUndefined();
    await write(puts.slice(1));
    expect(await get('10')).toBeDefined();
  });

  it('refuses malformed actions, expressions and tables that are not there', async () => {
    await expect(write([{}])).rejects.toThrow('TransactItems can only contain one of Check, Put, Update or Delete');
    await expect(
      write([{ Put: { TableName: table, Item: { pk, sk: '1' }, ConditionExpression: 'pk = ' } }]),
    ).rejects.toThrow('Invalid ConditionExpression: Syntax error');
    await expect(write([{ Put: { TableName: 'sonde-test-none', Item: { pk, sk: '1' } } }])).rejects.toThrow(
      ResourceNotFoundException,
    );
    await expect(
      write([{ ConditionCheck: { TableName: table, Key: { pk, sk: '1' }, ConditionExpression: undefined } }]),
    ).rejects.toThrow("Value null at 'transactItems.1.member.conditionCheck.conditionExpression'");
  });

  it('is done once for one client token', async () => {
    const increment: Items = [
      {
        Update: {
          TableName: table,
          Key: { pk, sk: 'counter' },
          UpdateExpression: 'ADD amount :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ];
    const token = `token-${Date.now()}`;
    await Promise.all([write(increment, token), write(increment, token)]);
    await write(increment, token);
    expect(await get('counter')).toMatchObject({ amount: 1 });
    await expect(write([{ Put: { TableName: table, Item: { pk, sk: 'other' } } }], token)).rejects.toThrow(
      IdempotentParameterMismatchException,
    );
    expect(await get('other')).toBeUndefined();
    await write(increment, `${token}b`);
    expect(await get('counter')).toMatchObject({ amount: 2 });
  });

  it('may be tried again with its token where it was cancelled', async () => {
    const check: Items = [
      { Put: { TableName: table, Item: { pk, sk: 'new' } } },
      { ConditionCheck: { TableName: table, Key: { pk, sk: 'gate' }, ConditionExpression: 'attribute_exists(pk)' } },
    ];
    const token = `retry-${Date.now()}`;
    await expect(write(check, token)).rejects.toThrow(TransactionCanceledException);
    await put('gate', {});
    await write(check, token);
    expect(await get('new')).toBeDefined();
  });
});

describe('TransactGetItems', () => {
  it('gives the items in order, with a gap for one that is not there', async () => {
    await put('a', { left: 1, amount: 2 });
    const { Responses } = await documents.send(
      new TransactGetCommand({
        TransactItems: [
          { Get: { TableName: other, Key: { pk, sk: 'none' } } },
          { Get: { TableName: table, Key: { pk, sk: 'a' }, ProjectionExpression: 'amount' } },
        ],
      }),
    );
    expect(Responses).toEqual([{}, { Item: { amount: 2 } }]);
  });

  it('says which key is wrong', async () => {
    const error = await failure(
      documents.send(
        new TransactGetCommand({
          TransactItems: [
            { Get: { TableName: table, Key: { pk, sk: 'a' } } },
            { Get: { TableName: table, Key: { pk } } },
          ],
        }),
      ),
    );
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error).toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }] });
  });
});

describe('at the same time', () => {
  /** Reads a counter and writes it plus one where it is still what was read; again where it was not. */
  async function increment(): Promise<void> {
    for (;;) {
      const amount = Number((await get('counter'))?.amount ?? 0);
      const error = await failure(
        write([
          {
            Put: {
              TableName: table,
              Item: { pk, sk: 'counter', amount: amount + 1 },
              ConditionExpression: 'attribute_not_exists(pk) OR amount = :amount',
              ExpressionAttributeValues: { ':amount': amount },
            },
          },
          {
            Update: {
              TableName: other,
              Key: { pk, sk: 'mirror' },
              UpdateExpression: 'ADD amount :one',
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
        ]),
      );
      if (error === undefined) return;
      expect(error).toBeInstanceOf(TransactionCanceledException);
    }
  }

  it('increments by transactions lose none, beside single writes to the same item', async () => {
    const single = new UpdateCommand({
      TableName: other,
      Key: { pk, sk: 'mirror' },
      UpdateExpression: 'ADD amount :one',
      ExpressionAttributeValues: { ':one': 1 },
    });
    await Promise.all([
      ...Array.from({ length: 20 }, increment),
      ...Array.from({ length: 20 }, () => documents.send(single)),
    ]);
    expect(await get('counter')).toMatchObject({ amount: 20 });
    expect(await get('mirror', other)).toMatchObject({ amount: 40 });
  });

  it('TransactGetItems sees no half transaction', async () => {
    const both = (amount: number): Items =>
      [table, other].map((TableName) => ({ Put: { TableName, Item: { pk, sk: 'pair', amount } } }));
    await write(both(0));
    const writes = (async () => {
      for (let amount = 1; amount <= 40; amount++) await write(both(amount));
    })();
    for (let read = 0; read < 40; read++) {
      const { Responses } = await documents.send(
        new TransactGetCommand({
          TransactItems: [table, other].map((TableName) => ({ Get: { TableName, Key: { pk, sk: 'pair' } } })),
        }),
      );
      expect(Responses?.[0]?.Item?.amount).toBe(Responses?.[1]?.Item?.amount);
    }
    await writes;
  });
});
