import { describe, expect, it } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import { tableSource } from '../testing/dynamodb.ts';

/**
 * The examples of "AWS AppSync JavaScript resolver function reference for DynamoDB", page by page: what a request makes the data source ask of
 * DynamoDB, and what the response handler sees of the answer.
 */
interface Example {
  page: string;
  request: object;
  /** The operation of DynamoDB, and its input; each has `TableName: 'posts'` unless it is a batch or a transaction. */
  asks: readonly [operation: string, input: object];
  answer: object | AwsError;
  result: unknown;
  error?: string;
}

const foo = { foo: { S: 'f' }, bar: { S: 'b' } };
const values = { name: { S: 'Steve' }, version: { N: 2 } };
const item = { ...foo, name: { S: 'Steve' }, version: { N: '2' } };
const plain = { foo: 'f', bar: 'b', name: 'Steve', version: 2 };
const a1 = { authorId: { S: 'a1' } };
const p2 = { authorId: { S: 'a1' }, postId: { S: 'p2' } };
const put = { operation: 'PutItem', key: foo, attributeValues: values };
const isVersion = { expression: 'version = :expectedVersion', expressionValues: { ':expectedVersion': { N: 1 } } };
const versionInput = {
  ConditionExpression: 'version = :expectedVersion',
  ExpressionAttributeValues: { ':expectedVersion': { N: '1' } },
};
const page = { Items: [{ id: { S: '1' } }], ScannedCount: 10, Count: 1 };
const pageResult = { items: [{ id: '1' }], nextToken: null, scannedCount: 10 };
const byOwner = { expression: 'ownerId = :ownerId', expressionValues: { ':ownerId': { S: 'o' } } };
const ownerInput = {
  KeyConditionExpression: 'ownerId = :ownerId',
  ScanIndexForward: true,
  ExpressionAttributeValues: { ':ownerId': { S: 'o' } },
};
const written = { postId: { S: 'p1' } };
const title = {
  expression: '(#title = :title_eq)',
  expressionNames: { '#title': 'title' },
  expressionValues: { ':title_eq': { S: 'old' } },
};
const titleInput = {
  ConditionExpression: '(#title = :title_eq)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  ExpressionAttributeNames: { '#title': 'title' },
  ExpressionAttributeValues: { ':title_eq': { S: 'old' } },
};
const writes = {
  operation: 'TransactWriteItems',
  transactItems: [
    { table: 'posts', operation: 'PutItem', key: written, attributeValues: { title: { S: 'new' } }, condition: title },
    {
      table: 'authors',
      operation: 'UpdateItem',
      key: a1,
      update: { expression: 'SET authorName = :name', expressionValues: { ':name': { S: 'Nadia' } } },
    },
  ],
};
const writesInput = {
  TransactItems: [
    { Put: { TableName: 'posts', Item: { ...written, title: { S: 'new' } }, ...titleInput } },
    {
      Update: {
        TableName: 'authors',
        Key: a1,
        UpdateExpression: 'SET authorName = :name',
        ExpressionAttributeValues: { ':name': { S: 'Nadia' } },
      },
    },
  ],
};
const reads = {
  operation: 'TransactGetItems',
  transactItems: [
    { table: 'posts', key: written },
    { table: 'authors', key: a1 },
  ],
};
const readsInput = {
  TransactItems: [{ Get: { TableName: 'posts', Key: written } }, { Get: { TableName: 'authors', Key: a1 } }],
};
const cancelled = (...CancellationReasons: object[]) =>
  new AwsError('TransactionCanceledException', 'Transaction cancelled', { CancellationReasons });
const none = { type: 'None', message: 'None' };
const deletion = (condition?: object) => ({
  operation: 'TransactWriteItems',
  transactItems: [{ table: 'posts', operation: 'DeleteItem', key: written, ...(condition && { condition }) }],
});

const examples: Example[] = [
  {
    page: 'GetItem',
    request: { operation: 'GetItem', key: foo, consistentRead: true },
    asks: ['GetItem', { Key: foo, ConsistentRead: true }],
    answer: { Item: item },
    result: plain,
  },
  {
    page: 'PutItem, example 1',
    request: put,
    asks: ['PutItem', { Item: item }],
    answer: {},
    result: plain,
  },
  {
    page: 'PutItem, example 2',
    request: { ...put, condition: isVersion },
    asks: ['PutItem', { Item: item, ...versionInput }],
    answer: {},
    result: plain,
  },
  {
    page: 'UpdateItem, example 1',
    request: {
      operation: 'UpdateItem',
      key: { id: { S: '1' } },
      update: {
        expression: 'ADD #votefield :plusOne, version :plusOne',
        expressionNames: { '#votefield': 'upvotes' },
        expressionValues: { ':plusOne': { N: 1 } },
      },
    },
    asks: [
      'UpdateItem',
      {
        Key: { id: { S: '1' } },
        UpdateExpression: 'ADD #votefield :plusOne, version :plusOne',
        ReturnValues: 'ALL_NEW',
        ExpressionAttributeNames: { '#votefield': 'upvotes' },
        ExpressionAttributeValues: { ':plusOne': { N: '1' } },
      },
    ],
    answer: { Attributes: { id: { S: '1' }, upvotes: { N: '4' }, version: { N: '2' } } },
    result: { id: '1', upvotes: 4, version: 2 },
  },
  {
    page: 'UpdateItem, example 2',
    request: {
      operation: 'UpdateItem',
      key: { id: { S: '1' } },
      condition: isVersion,
      update: {
        expression: 'SET #title = :title REMOVE #author',
        expressionNames: { '#title': 'title', '#author': 'author' },
        expressionValues: { ':title': { S: 'T' } },
      },
    },
    asks: [
      'UpdateItem',
      {
        Key: { id: { S: '1' } },
        ConditionExpression: 'version = :expectedVersion',
        UpdateExpression: 'SET #title = :title REMOVE #author',
        ReturnValues: 'ALL_NEW',
        ExpressionAttributeNames: { '#title': 'title', '#author': 'author' },
        ExpressionAttributeValues: { ':title': { S: 'T' }, ':expectedVersion': { N: '1' } },
      },
    ],
    answer: { Attributes: { id: { S: '1' }, title: { S: 'T' } } },
    result: { id: '1', title: 'T' },
  },
  {
    page: 'DeleteItem, example 1',
    request: { operation: 'DeleteItem', key: { id: { S: '1' } } },
    asks: ['DeleteItem', { Key: { id: { S: '1' } }, ReturnValues: 'ALL_OLD' }],
    answer: { Attributes: { id: { S: '1' }, title: { S: 'T' } } },
    result: { id: '1', title: 'T' },
  },
  {
    page: 'DeleteItem, example 2',
    request: { operation: 'DeleteItem', key: { id: { S: '1' } }, condition: isVersion },
    asks: ['DeleteItem', { Key: { id: { S: '1' } }, ReturnValues: 'ALL_OLD', ...versionInput }],
    answer: {},
    result: null,
  },
  {
    page: 'Query, example 1',
    request: { operation: 'Query', query: byOwner, index: 'owner-index' },
    asks: ['Query', { IndexName: 'owner-index', ...ownerInput }],
    answer: page,
    result: pageResult,
  },
  {
    page: 'Query, all members',
    request: {
      operation: 'Query',
      query: byOwner,
      index: 'owner-index',
      limit: 10,
      nextToken: null,
      scanIndexForward: false,
      consistentRead: true,
      select: 'ALL_PROJECTED_ATTRIBUTES',
      filter: { expression: 'ups > :ups', expressionValues: { ':ups': { N: 2 } } },
    },
    asks: [
      'Query',
      {
        IndexName: 'owner-index',
        Limit: 10,
        ConsistentRead: true,
        Select: 'ALL_PROJECTED_ATTRIBUTES',
        KeyConditionExpression: 'ownerId = :ownerId',
        FilterExpression: 'ups > :ups',
        ScanIndexForward: false,
        ExpressionAttributeValues: { ':ownerId': { S: 'o' }, ':ups': { N: '2' } },
      },
    ],
    answer: page,
    result: pageResult,
  },
  {
    page: 'Scan, example 1',
    request: { operation: 'Scan' },
    asks: ['Scan', {}],
    answer: page,
    result: pageResult,
  },
  {
    page: 'Scan, example 2, in segments',
    request: {
      operation: 'Scan',
      filter: {
        expression: 'begins_with(#t, :t)',
        expressionNames: { '#t': 'title' },
        expressionValues: { ':t': { S: 'T' } },
      },
      totalSegments: 4,
      segment: 1,
    },
    asks: [
      'Scan',
      {
        FilterExpression: 'begins_with(#t, :t)',
        TotalSegments: 4,
        Segment: 1,
        ExpressionAttributeNames: { '#t': 'title' },
        ExpressionAttributeValues: { ':t': { S: 'T' } },
      },
    ],
    answer: page,
    result: pageResult,
  },
  {
    page: 'BatchGetItem',
    request: {
      operation: 'BatchGetItem',
      tables: { authors: { keys: [a1] }, posts: { keys: [p2], consistentRead: true } },
    },
    asks: [
      'BatchGetItem',
      { RequestItems: { authors: { Keys: [a1], ConsistentRead: false }, posts: { Keys: [p2], ConsistentRead: true } } },
    ],
    answer: { Responses: { posts: [{ ...p2, postTitle: { S: 't' } }] }, UnprocessedKeys: { authors: { Keys: [a1] } } },
    result: {
      data: { authors: [null], posts: [{ authorId: 'a1', postId: 'p2', postTitle: 't' }] },
      unprocessedKeys: { authors: [{ authorId: 'a1' }], posts: [] },
    },
  },
  {
    page: 'BatchDeleteItem',
    request: { operation: 'BatchDeleteItem', tables: { authors: [a1], posts: [p2] } },
    asks: [
      'BatchWriteItem',
      { RequestItems: { authors: [{ DeleteRequest: { Key: a1 } }], posts: [{ DeleteRequest: { Key: p2 } }] } },
    ],
    answer: { UnprocessedItems: { authors: [{ DeleteRequest: { Key: a1 } }] } },
    result: {
      data: { authors: [null], posts: [{ authorId: 'a1', postId: 'p2' }] },
      unprocessedKeys: { authors: [{ authorId: 'a1' }], posts: [] },
    },
  },
  {
    page: 'BatchPutItem',
    request: {
      operation: 'BatchPutItem',
      tables: { authors: [{ ...a1, name: { S: 'n' } }], posts: [{ ...p2, title: { S: 't' } }] },
    },
    asks: [
      'BatchWriteItem',
      {
        RequestItems: {
          authors: [{ PutRequest: { Item: { ...a1, name: { S: 'n' } } } }],
          posts: [{ PutRequest: { Item: { ...p2, title: { S: 't' } } } }],
        },
      },
    ],
    answer: { UnprocessedItems: { authors: [{ PutRequest: { Item: { ...a1, name: { S: 'n' } } } }] } },
    result: {
      data: { authors: [null], posts: [{ authorId: 'a1', postId: 'p2', title: 't' }] },
      unprocessedItems: { authors: [{ authorId: 'a1', name: 'n' }], posts: [] },
    },
  },
  {
    page: 'TransactGetItems, of which one is there',
    request: reads,
    asks: ['TransactGetItems', readsInput],
    answer: { Responses: [{ Item: { ...written, title: { S: 't' } } }, {}] },
    result: { items: [{ postId: 'p1', title: 't' }, null], cancellationReasons: null },
  },
  {
    page: 'TransactGetItems, cancelled',
    request: reads,
    asks: ['TransactGetItems', readsInput],
    answer: cancelled(
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      { Code: 'None' },
    ),
    result: {
      items: null,
      cancellationReasons: [{ type: 'TransactionConflict', message: 'Transaction is ongoing for the item' }, none],
    },
    error: 'DynamoDB:TransactionCanceledException',
  },
  {
    page: 'TransactWriteItems',
    request: writes,
    asks: ['TransactWriteItems', writesInput],
    answer: {},
    result: { keys: [{ postId: 'p1' }, { authorId: 'a1' }], cancellationReasons: null },
  },
  {
    page: 'TransactWriteItems, cancelled',
    request: writes,
    asks: ['TransactWriteItems', writesInput],
    answer: cancelled(
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { ...written, title: { S: 'other' } },
      },
      { Code: 'None' },
    ),
    result: {
      keys: null,
      cancellationReasons: [
        {
          type: 'ConditionalCheckFailed',
          message: 'The conditional request failed',
          item: { postId: 'p1', title: 'other' },
        },
        none,
      ],
    },
    error: 'DynamoDB:TransactionCanceledException',
  },
  {
    page: 'Condition expressions, example 2',
    request: { ...put, condition: { expression: 'attribute_not_exists(id)' } },
    asks: ['PutItem', { Item: item, ConditionExpression: 'attribute_not_exists(id)' }],
    answer: {},
    result: plain,
  },
  {
    page: 'Transaction condition expressions, example 1',
    request: deletion(),
    asks: ['TransactWriteItems', { TransactItems: [{ Delete: { TableName: 'posts', Key: written } }] }],
    answer: {},
    result: { keys: [{ postId: 'p1' }], cancellationReasons: null },
  },
  {
    page: 'Transaction condition expressions, example 2',
    request: deletion(title),
    asks: ['TransactWriteItems', { TransactItems: [{ Delete: { TableName: 'posts', Key: written, ...titleInput } }] }],
    answer: {},
    result: { keys: [{ postId: 'p1' }], cancellationReasons: null },
  },
  {
    page: 'Projections',
    request: {
      operation: 'GetItem',
      key: { id: { S: '1' } },
      projection: { expression: '#author, id', expressionNames: { '#author': 'author' } },
    },
    asks: [
      'GetItem',
      {
        Key: { id: { S: '1' } },
        ConsistentRead: false,
        ProjectionExpression: '#author, id',
        ExpressionAttributeNames: { '#author': 'author' },
      },
    ],
    answer: { Item: { id: { S: '1' }, author: { S: 'a' } } },
    result: { id: '1', author: 'a' },
  },
];

describe('the examples of the DynamoDB reference', () => {
  it.each(examples)('$page', async ({ request, asks: [operation, input], answer, result, error }) => {
    const calls: unknown[] = [];
    const source = tableSource({
      table: 'posts',
      call(name, asked) {
        calls.push([name, asked]);
        return answer instanceof AwsError ? Promise.reject(answer) : Promise.resolve(answer);
      },
    });
    const seen = await source.invoke(request);
    const ofTable = /Batch|Transact/.test(operation) ? {} : { TableName: 'posts' };
    expect(calls).toEqual([[operation, { ...ofTable, ...input }]]);
    expect(seen.result).toEqual(result);
    expect(seen.error?.type).toBe(error);
  });
});
