import { createDynamoDb, type DynamoDb } from '../../dynamodb/index.ts';
import { AwsError } from '../../shared/aws-error.ts';
import { silentLog } from '../../shared/log.ts';
import type { LambdaInvoker } from '../../shared/ports.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { dynamoDbDataSource } from '../data-sources/dynamodb.ts';
import type { DataSource } from '../types.ts';

/** DynamoDB on a folder of its own, and what closes and removes it. */
export async function testDynamoDb(): Promise<{ dynamoDb: DynamoDb; close: () => Promise<void> }> {
  const { directory, remove } = await temporaryDirectory();
  const dynamoDb = await createDynamoDb({ directory, log: silentLog });
  return {
    dynamoDb,
    async close() {
      await dynamoDb.close();
      await remove();
    },
  };
}

/** Makes a table. @param key the partition key, and a sort key where there is one, as `{ author: 'S', id: 'N' }` */
export async function createTable({ call }: DynamoDb, table: string, key: Readonly<Record<string, string>>) {
  const attributes = Object.entries(key);
  await call('CreateTable', {
    TableName: table,
    AttributeDefinitions: attributes.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: attributes.map(([AttributeName], index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    BillingMode: 'PAY_PER_REQUEST',
  });
}

const noFunctions: LambdaInvoker = {
  invoke: (name) => Promise.reject(new AwsError('ResourceNotFoundException', `Function not found: ${name}`)),
};

/** A data source whose role may do everything. */
export function tableSource(options: Partial<Parameters<typeof dynamoDbDataSource>[0]> & SourceNeeds): DataSource {
  return dynamoDbDataSource({ authorize: () => undefined, lambda: noFunctions, ...options });
}

type SourceNeeds = Pick<Parameters<typeof dynamoDbDataSource>[0], 'call' | 'table'>;
