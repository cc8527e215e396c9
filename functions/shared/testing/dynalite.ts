import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import * as v from 'valibot';
import { fakeClientOptions } from './fake-aws.ts';

export interface Dynalite {
  client: DynamoDBClient;
  endpoint: string;
  close(): Promise<void>;
}

/** Its module has no types; it makes a plain HTTP server. */
const Factory = v.custom<(options: object) => Server>((factory) => typeof factory === 'function');
const dynalite = v.parse(Factory, createRequire(import.meta.url)('dynalite'));

/** DynamoDB in memory, with tables of text keys: `{name: [partition key, sort key]}`. */
export async function startDynalite(tables: Record<string, [string, string?]>): Promise<Dynalite> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('dynalite listens on no port');
  const endpoint = `http://127.0.0.1:${address.port}`;
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
    close: () =>
      new Promise((resolve) => {
        client.destroy();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
