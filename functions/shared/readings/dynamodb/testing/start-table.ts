import type { ConsumedCapacity, CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import {
  CreateTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../../../local/dynamodb/index.ts';
import { silentLog } from '../../../../../local/shared/log.ts';
import { serve } from '../../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../../local/shared/testing/temporary-directory.ts';
import { clientOptions } from '../../../aws-client.ts';
import { fakeClientOptions } from '../../../testing/fake-aws.ts';
import { DUE_INDEX } from '../marks.ts';
import type { ReadingsTable } from '../table.ts';
import { readingsTable } from '../table.ts';

export interface TestTable {
  table: ReadingsTable;
  client: DynamoDBClient;
  endpoint: string;
  name: string;
  close(): Promise<void>;
}

export interface TestTableOptions {
  /** ms since 1970. The service deletes what has expired by it, too. */
  clock?: () => number;
  name?: string;
  onCapacity?: (consumed: ConsumedCapacity) => void;
  /** How often a request is tried: once, unless given, so that a test sees each failure. */
  attempts?: number;
}

/** A table of readings, as it is deployed, in the DynamoDB stand-in on a free port. */
export async function startTable({
  clock = Date.now,
  name = 'sonde-test-readings',
  onCapacity,
  attempts = 1,
}: TestTableOptions = {}): Promise<TestTable> {
  const { directory, remove } = await temporaryDirectory();
  const service = await createDynamoDb({ directory, log: silentLog, clock });
  const { url: endpoint, close } = await serve(service);
  const client = new DynamoDBClient({
    ...clientOptions({ attempts, requestTimeout: 20_000 }),
    ...fakeClientOptions(endpoint),
  });
  await createReadingsTable(client, name);
  return {
    table: readingsTable({ client, name, clock, ...(onCapacity && { onCapacity }) }),
    client,
    endpoint,
    name,
    async close() {
      client.destroy();
      await close();
      await service.close();
      await remove();
    },
  };
}

/** Makes a table of readings, and resolves when it is there. */
export async function createReadingsTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(new CreateTableCommand(readingsTableInput(name)));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName: name });
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    }),
  );
}

function readingsTableInput(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'due', AttributeType: 'S' },
      { AttributeName: 'dueAt', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: DUE_INDEX,
        KeySchema: [
          { AttributeName: 'due', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
}
