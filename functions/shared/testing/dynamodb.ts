import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createDynamoDb } from '../../../local/dynamodb/index.ts';
import { silentLog } from '../../../local/shared/log.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../local/shared/testing/temporary-directory.ts';
import { fakeClientOptions } from './fake-aws.ts';

export interface TestTables {
  client: DynamoDBClient;
  endpoint: string;
  put(table: string, item: object): Promise<void>;
  close(): Promise<void>;
}

type Keys = [string, string?];

/**
 * The DynamoDB stand-in on a free port, with tables of text keys, `{name: [partition key, sort key]}`, and with indexes of their keys,
 * `{table: {name: [partition key, sort key]}}`.
 */
export async function startTables(
  tables: Record<string, Keys>,
  indexes: Record<string, Record<string, Keys>> = {},
): Promise<TestTables> {
  const { directory, remove } = await temporaryDirectory();
  const service = await createDynamoDb({ directory, log: silentLog });
  const { url: endpoint, close } = await serve(service);
  const client = new DynamoDBClient(fakeClientOptions(endpoint));
  for (const [TableName, keys] of Object.entries(tables)) {
    const own = Object.entries(indexes[TableName] ?? {});
    const attributes = new Set([keys, ...own.map(([, indexKeys]) => indexKeys)].flat());
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [...attributes].flatMap((AttributeName) =>
          AttributeName === undefined ? [] : [{ AttributeName, AttributeType: 'S' as const }],
        ),
        KeySchema: keySchema(keys),
        ...(own.length > 0 && {
          GlobalSecondaryIndexes: own.map(([IndexName, indexKeys]) => ({
            IndexName,
            KeySchema: keySchema(indexKeys),
            Projection: { ProjectionType: 'KEYS_ONLY' as const },
          })),
        }),
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName });
  }
  return {
    client,
    endpoint,
    async put(table, item) {
      await client.send(new PutItemCommand({ TableName: table, Item: marshall(item) }));
    },
    async close() {
      client.destroy();
      await close();
      await service.close();
      await remove();
    },
  };
}

function keySchema([partitionKey, sortKey]: Keys): KeySchemaElement[] {
  const partition: KeySchemaElement = { AttributeName: partitionKey, KeyType: 'HASH' };
  return sortKey === undefined ? [partition] : [partition, { AttributeName: sortKey, KeyType: 'RANGE' }];
}
