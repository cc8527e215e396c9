import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { silentLog } from '../../shared/log.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createDynamoDb } from '../index.ts';

/** What a test needs of DynamoDB, wherever it is. */
export interface TestDynamoDb {
  client: DynamoDBClient;
  /** Makes a table with a name of its own, by default with the string keys `pk` and `sk`. It goes with `end`. */
  createTable(input?: Partial<CreateTableCommandInput>): Promise<string>;
  end(): Promise<void>;
}

/** The stand-in in a folder of its own, or the endpoint that `DYNAMODB_ENDPOINT` names. */
export async function startDynamoDb(): Promise<TestDynamoDb> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given) return testDynamoDb(new DynamoDBClient(clientOptions(given)), () => Promise.resolve());
  const { directory, remove } = await temporaryDirectory();
  const service = await createDynamoDb({ directory, log: silentLog });
  const served = await serve(service);
  return testDynamoDb(new DynamoDBClient(clientOptions(served.url)), async () => {
    await served.close();
    await service.close();
    await remove();
  });
}

function testDynamoDb(client: DynamoDBClient, stop: () => Promise<void>): TestDynamoDb {
  const names: string[] = [];
  return {
    client,
    async createTable(input) {
      const name = `sonde-test-${randomUUID()}`;
      await client.send(new CreateTableCommand({ ...tableInput(name), ...input }));
      names.push(name);
      await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: name });
      return name;
    },
    async end() {
      await Promise.all(names.map((name) => client.send(new DeleteTableCommand({ TableName: name }))));
      client.destroy();
      await stop();
    },
  };
}

/** Input of CreateTable for a table with the string keys `pk` and `sk`. */
export function tableInput(name: string) {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  } satisfies CreateTableCommandInput;
}
