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

/** The DynamoDB stand-in on a free port, with tables of text keys: `{name: [partition key, sort key]}`. */
export async function startTables(tables: Record<string, [string, string?]>): Promise<TestTables> {
  const { directory, remove } = await temporaryDirectory();
  const service = await createDynamoDb({ directory, log: silentLog });
  const { url: endpoint, close } = await serve(service);
  const client = new DynamoDBClient(fakeClientOptions(endpoint));
  for (const [TableName, keys] of Object.entries(tables)) {
    const names = keys.filter((name) => name !== undefined);
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
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
