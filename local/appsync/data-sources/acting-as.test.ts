import { describe, expect, it } from 'vitest';
import { AwsError } from '../../shared/aws-error.ts';
import type { Role } from '../../shared/ports.ts';
import { tableSource } from '../testing/dynamodb.ts';
import { actingAs } from './acting-as.ts';
import { lambdaDataSource } from './lambda.ts';

const ROLE = 'arn:aws:iam::000000000000:role/service/api-posts';
const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:readings';
const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table';
const nobody: Role = { arn: ROLE, trusts: () => true, allows: () => false };
const key = { id: { S: '1' } };
const condition = { expression: 'attribute_exists(id)' };
const update = { expression: 'REMOVE a' };
const query = { expression: 'id = :id', expressionValues: { ':id': { S: '1' } } };

/** A DynamoDB data source, what it asked leave for, and what it asked DynamoDB. */
function posts(call: (operation: string) => Promise<object> = () => Promise.resolve({ Items: [], ScannedCount: 0 })) {
  const asked: string[] = [];
  const authorize = (action: string, resource: string): void => {
    asked.push(`${action} ${resource.replace(`${TABLE}/`, '')}`);
  };
  return { asked, source: tableSource({ call, table: 'posts', authorize }) };
}

describe('a DynamoDB data source asks leave', () => {
  it.each([
    [{ operation: 'GetItem', key }, ['dynamodb:GetItem posts']],
    [{ operation: 'PutItem', key }, ['dynamodb:PutItem posts']],
    [{ operation: 'UpdateItem', key, update }, ['dynamodb:UpdateItem posts']],
    [{ operation: 'DeleteItem', key }, ['dynamodb:DeleteItem posts']],
    [{ operation: 'Query', query }, ['dynamodb:Query posts']],
    [{ operation: 'Query', query, index: 'byDay' }, ['dynamodb:Query posts/index/byDay']],
    [{ operation: 'Scan', index: 'byDay' }, ['dynamodb:Scan posts/index/byDay']],
    [
      {
        operation: 'TransactGetItems',
        transactItems: [
          { table: 'a', key },
          { table: 'b', key },
        ],
      },
      ['dynamodb:GetItem a', 'dynamodb:GetItem b'],
    ],
    [
      {
        operation: 'TransactWriteItems',
        transactItems: [
          { table: 'a', operation: 'PutItem', key },
          { table: 'b', operation: 'UpdateItem', key, update },
          { table: 'c', operation: 'DeleteItem', key },
          { table: 'd', operation: 'ConditionCheck', key, condition },
        ],
      },
      ['dynamodb:PutItem a', 'dynamodb:UpdateItem b', 'dynamodb:DeleteItem c', 'dynamodb:ConditionCheckItem d'],
    ],
    [{ operation: 'BatchGetItem', tables: { a: { keys: [key] } } }, ['dynamodb:BatchGetItem a']],
    [
      { operation: 'BatchPutItem', tables: { a: [key], b: [key] } },
      ['dynamodb:BatchWriteItem a', 'dynamodb:BatchWriteItem b'],
    ],
    [{ operation: 'BatchDeleteItem', tables: { a: [key] } }, ['dynamodb:BatchWriteItem a']],
  ])('for %j', async (request, needed) => {
    const answers: Record<string, object> = {
      TransactGetItems: { Responses: [{}, {}] },
      BatchGetItem: { Responses: {} },
    };
    const { asked, source } = posts((operation) =>
      Promise.resolve(answers[operation] ?? { Items: [], ScannedCount: 0 }),
    );
    expect((await source.invoke(request)).error).toBeUndefined();
    expect(asked).toEqual(needed);
  });

  it('for the item that stood against a condition', async () => {
    const { asked, source } = posts((operation) =>
      operation === 'GetItem'
        ? Promise.resolve({})
        : Promise.reject(new AwsError('ConditionalCheckFailedException', 'The conditional request failed')),
    );
    await source.invoke({ operation: 'UpdateItem', key, update, condition });
    expect(asked).toEqual(['dynamodb:UpdateItem posts', 'dynamodb:GetItem posts']);
  });
});

describe('a service role', () => {
  it('that may not is answered in the service’s words, and the service is not asked', async () => {
    const call = () => Promise.reject(new Error('asked'));
    const authorize = actingAs({ find: () => nobody }, ROLE);
    const { error } = await tableSource({ call, table: 'posts', authorize }).invoke({
      operation: 'PutItem',
      key,
    });
    expect(error?.type).toBe('DynamoDB:DynamoDbException');
    expect(error?.message).toContain(
      `User: arn:aws:sts::000000000000:assumed-role/api-posts/APPSYNC_ASSUME_ROLE is not authorized to perform: dynamodb:PutItem on resource: ${TABLE}/posts`,
    );
    const lambda = lambdaDataSource({ lambda: { invoke: call }, functionArn: FUNCTION, authorize });
    expect(await lambda.invoke({ operation: 'Invoke' })).toMatchObject({
      error: {
        type: 'Lambda:AccessDeniedException',
        message: expect.stringContaining(
          `is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION}`,
        ) as string,
      },
    });
  });

  it.each([
    ['is no more', undefined],
    ['trusts AppSync no more', { ...nobody, trusts: () => false, allows: () => true }],
  ])('that %s cannot be assumed', async (_, role) => {
    const authorize = actingAs({ find: () => role }, ROLE);
    const expected = { error: { type: 'UnauthorizedException', message: `Unable to assume role ${ROLE}.` } };
    const call = () => Promise.reject(new Error('asked'));
    const dynamoDb = tableSource({ call, table: 'posts', authorize });
    const lambda = lambdaDataSource({ lambda: { invoke: call }, functionArn: FUNCTION, authorize });
    expect(await dynamoDb.invoke({ operation: 'GetItem', key })).toMatchObject(expected);
    expect(await lambda.invoke({ operation: 'Invoke' })).toMatchObject(expected);
  });
});
