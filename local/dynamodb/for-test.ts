import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { silentLog } from '../shared/log.ts';
import { LOCAL_REGION, type Service } from '../shared/service.ts';
import { createDynamoDb } from './index.ts';

/** What a test needs of DynamoDB, wherever it is. */
export interface TestDynamoDb {
  client: DynamoDBClient;
  /** Makes a table with a name of its own, by default with the string keys `pk` and `sk`. It goes with `end`. */
  createTable(input?: Partial<CreateTableCommandInput>): Promise<string>;
  end(): Promise<void>;
}

/** Serves a service over HTTP on a free port. */
export async function serve(service: Service): Promise<{ endpoint: string; end: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(service, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    end: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export function clientOf(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: LOCAL_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sonde-dynamodb-'));
}

/** The stand-in in a folder of its own, or the endpoint that `DYNAMODB_ENDPOINT` names. */
export async function startForTest(): Promise<TestDynamoDb> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given) return testDynamoDb(clientOf(given), () => Promise.resolve());
  const directory = await temporaryDirectory();
  const service = await createDynamoDb({ directory, log: silentLog });
  const { endpoint, end } = await serve(service);
  return testDynamoDb(clientOf(endpoint), async () => {
    await end();
    await service.close();
    await rm(directory, { recursive: true });
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

async function answer(service: Service, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = new Request(`http://127.0.0.1${incoming.url ?? '/'}`, {
    method: 'POST',
    headers: { 'x-amz-target': String(incoming.headers['x-amz-target']) },
    body: await text(incoming),
  });
  const response = await service.handle(request, { accessKeyId: 'test', region: LOCAL_REGION });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}
