import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DynamoDb } from '../../../dynamodb/index.ts';
import { AwsError } from '../../../shared/aws-error.ts';
import type { JsonCaller } from '../../../shared/json-service.ts';
import type { LambdaInvoker } from '../../../shared/ports.ts';
import type { Authorize } from '../acting-as.ts';
import { createTable, tableSource, testDynamoDb } from '../../testing/dynamodb.ts';

/** Page: "Condition expressions", "Handling a condition check failure". */

const HANDLER = 'arn:aws:lambda:eu-west-1:000000000000:function:conditions';
const FAILED = 'DynamoDB:ConditionalCheckFailedException';
const table = 'People';

let dynamoDb: DynamoDb;
let close: () => Promise<void>;
let events: unknown[];

beforeAll(async () => {
  ({ dynamoDb, close } = await testDynamoDb());
  await createTable(dynamoDb, table, { id: 'S' });
});
afterAll(() => close());
beforeEach(async () => {
  events = [];
  const Item = { id: { S: '1' }, name: { S: 'Steve' }, version: { N: '8' }, list: { L: [{ NS: ['1'] }] } };
  await dynamoDb.call('PutItem', { TableName: table, Item });
});

const current = { id: '1', name: 'Steve', version: 8, list: [[1]] };
const key = { id: { S: '1' } };
const condition = {
  expression: 'version = :expectedVersion',
  expressionValues: { ':expectedVersion': { N: 1 } },
  conditionalCheckFailedHandler: { strategy: 'Custom', lambdaArn: HANDLER },
};
const put = { operation: 'PutItem', key, attributeValues: { name: { S: 'Ada' }, version: { N: 2 } }, condition };
const update = { expression: 'SET version = :next', expressionValues: { ':next': { N: 2 } } };

interface Asked {
  decision?: unknown;
  lambda?: LambdaInvoker['invoke'];
  authorize?: Authorize;
  call?: JsonCaller;
}

function ask(request: object, { decision, lambda, authorize = () => undefined, call = dynamoDb.call }: Asked = {}) {
  const source = tableSource({
    call,
    table,
    authorize,
    lambda: {
      invoke:
        lambda ??
        ((name, event) => {
          events.push([name, event]);
          return Promise.resolve({ payload: decision });
        }),
    },
  });
  return source.invoke(request, {
    step: 'Mutation.updatePerson',
    field: { typeName: 'Mutation', fieldName: 'updatePerson' },
    arguments: { id: '1', expectedVersion: 1 },
    identity: null,
    siblings: { gather: () => Promise.reject(new Error('Nothing is gathered')) },
  });
}

describe('the strategy Custom', () => {
  it('asks the function with what its page says', async () => {
    await ask(put, { decision: { action: 'reject' } });
    expect(events).toEqual([
      [
        HANDLER,
        {
          arguments: { id: '1', expectedVersion: 1 },
          requestMapping: put,
          currentValue: { ...key, name: { S: 'Steve' }, version: { N: 8 }, list: { L: [{ NS: [1] }] } },
          resolver: { tableName: table, awsRegion: 'eu-west-1', parentType: 'Mutation', field: 'updatePerson' },
          identity: null,
        },
      ],
    ]);
  });

  it('rejects with the current item, or discards the write and gives it', async () => {
    expect(await ask(put, { decision: { action: 'reject' } })).toMatchObject({
      result: current,
      error: { type: FAILED },
    });
    expect(await ask(put, { decision: { action: 'discard' } })).toEqual({ result: current });
  });

  it('tries a put again, with other values and another condition', async () => {
    const retryMapping = {
      attributeValues: { name: { S: 'Ada' }, version: { N: 9 } },
      condition: { expression: 'version = :expectedVersion', expressionValues: { ':expectedVersion': { N: 8 } } },
    };
    expect(await ask(put, { decision: { action: 'retry', retryMapping } })).toEqual({
      result: { id: '1', name: 'Ada', version: 9 },
    });
  });

  it('tries an update again, and a deletion, without a condition where the function gives none', async () => {
    const other = { expression: 'SET version = version + :one', expressionValues: { ':one': { N: 1 } } };
    const retry = { action: 'retry', retryMapping: { update: other } };
    expect(await ask({ operation: 'UpdateItem', key, update, condition }, { decision: retry })).toMatchObject({
      result: { version: 9 },
    });
    const again = { action: 'retry', retryMapping: { condition: { consistentRead: false } } };
    expect(await ask({ operation: 'DeleteItem', key, condition }, { decision: again })).toMatchObject({
      result: { version: 9 },
    });
  });

  it('rejects where the second try fails too', async () => {
    const { conditionalCheckFailedHandler: _, ...same } = condition;
    const decision = { action: 'retry', retryMapping: { condition: same } };
    expect(await ask(put, { decision })).toMatchObject({ result: current, error: { type: FAILED } });
    expect(events).toHaveLength(1);
  });

  it('asks nobody where the item is already what was wanted', async () => {
    const same = { ...put, attributeValues: { name: { S: 'Steve' }, list: { L: [{ NS: [1] }] } } };
    const equal = { ...condition, equalsIgnore: ['version'] };
    expect(await ask({ ...same, condition: equal })).toEqual({ result: current });
    expect(await ask({ operation: 'DeleteItem', key: { id: { S: 'none' } }, condition })).toEqual({ result: null });
    expect(events).toEqual([]);
  });

  it.each([
    ['an answer that is none', { decision: { action: 'Retry' } }],
    ['another key', { decision: { action: 'retry', retryMapping: { key } } }],
    [
      'an error',
      { lambda: () => Promise.resolve({ payload: null, error: { errorType: 'E', errorMessage: 'Oh', trace: [] } }) },
    ],
  ])('fails on %s of the function', async (_, asked: Asked) => {
    expect((await ask(put, asked)).error?.type).toBe('Lambda:Unhandled');
  });

  it('needs the right to invoke the function', async () => {
    const asked: string[] = [];
    const authorize: Authorize = (action, resource) => {
      asked.push(`${action} ${resource}`);
      if (action === 'lambda:InvokeFunction') throw new AwsError('AccessDeniedException', 'No');
    };
    expect((await ask(put, { authorize })).error?.message).toMatch(/^No /);
    expect(asked).toContain(`lambda:InvokeFunction ${HANDLER}`);
    expect(events).toEqual([]);
  });

  it.each([
    [{ strategy: 'Custom' }, "Value for field '$[condition][conditionalCheckFailedHandler][lambdaArn]' not found."],
    [
      { strategy: 'Reject', lambdaArn: HANDLER },
      "Unsupported element '$[condition][conditionalCheckFailedHandler][lambdaArn]'.",
    ],
    [{ strategy: 'Retry' }, "Invalid value for field '$[condition][conditionalCheckFailedHandler][strategy]'"],
    [{}, "Value for field '$[condition][conditionalCheckFailedHandler][strategy]' not found."],
  ])('cannot be asked for by %j', async (conditionalCheckFailedHandler, message) => {
    const { error } = await ask({ ...put, condition: { ...condition, conditionalCheckFailedHandler } });
    expect(error?.type).toBe('MappingTemplate');
    expect(error?.message).toContain(message);
  });
});

describe('the current item', () => {
  it.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])('is read where consistentRead is %s: consistently is %s', async (consistentRead, expected) => {
    const reads: unknown[] = [];
    const call: JsonCaller = (operation, input) => {
      if (operation === 'GetItem') reads.push(input);
      return dynamoDb.call(operation, input);
    };
    const { conditionalCheckFailedHandler: _, ...rejecting } = condition;
    const read = { ...rejecting, ...(consistentRead !== undefined && { consistentRead }) };
    const answer = await ask({ operation: 'UpdateItem', key, update, condition: read }, { call });
    expect(answer).toMatchObject({ result: current, error: { type: FAILED } });
    expect(reads).toEqual([{ TableName: table, Key: key, ConsistentRead: expected }]);
  });

  it('must be one that the role may read', async () => {
    const authorize: Authorize = (action) => {
      if (action === 'dynamodb:GetItem') throw new AwsError('AccessDeniedException', 'No');
    };
    const { conditionalCheckFailedHandler: _, ...rejecting } = condition;
    const answer = await ask({ operation: 'UpdateItem', key, update, condition: rejecting }, { authorize });
    expect(answer).toMatchObject({ result: null, error: { type: 'DynamoDB:DynamoDbException' } });
  });
});
