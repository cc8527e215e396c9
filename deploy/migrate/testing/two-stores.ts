import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createReader } from '../../../functions/shared/readings/reader.ts';
import { ReadingsLocation } from '../../../functions/shared/readings/location.ts';
import type { ReadingReader, ReadingWriter } from '../../../functions/shared/readings/store.ts';
import { createWriter } from '../../../functions/shared/readings/writer.ts';
import { createDynamoDb } from '../../../local/dynamodb/index.ts';
import { silentLog } from '../../../local/shared/log.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../local/shared/testing/temporary-directory.ts';
import { awsEndpoint } from '../../../local/stack/endpoint.ts';
import { physicalName, READINGS_STORES } from '../../../local/stack/names.ts';
import { ensureReadingsDatabase, ensureReadingsTable } from '../../../local/stack/resources/readings.ts';
import { createTimestream } from '../../../local/timestream/index.ts';
import * as v from 'valibot';
import type { Device } from '../devices.ts';
import type { StoreKind } from '../settings.ts';

export interface TwoStores {
  /** Of the endpoint that has both, and the registry of devices. */
  port: string;
  client: DynamoDBClient;
  stores: Readonly<Record<StoreKind, ReadingReader & ReadingWriter>>;
  register(devices: readonly Device[]): Promise<void>;
  close(): Promise<void>;
}

/** Both stores of readings beside each other, by the names that they have on a laptop, empty. */
export async function startTwoStores(): Promise<TwoStores> {
  const folders = [await temporaryDirectory(), await temporaryDirectory()] as const;
  const dynamodb = await createDynamoDb({ directory: folders[0].directory, log: silentLog });
  const timestream = await createTimestream({ directory: folders[1].directory, log: silentLog });
  await ensureReadingsTable((operation, input) => dynamodb.call(operation, input));
  await ensureReadingsDatabase((operation, input) => timestream.call(operation, input));
  const endpoint = awsEndpoint([dynamodb, timestream]);
  const { url, close } = await serve({ handle: (request, { target }) => endpoint(request, target) });
  const aws = { endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const client = new DynamoDBClient(aws);
  for (const [thing, keys] of [
    ['organizations', ['id']],
    ['devices', ['organizationId', 'id']],
  ] as const) {
    await dynamodb.call('CreateTable', {
      TableName: physicalName(thing),
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    });
  }
  const put = (thing: string, row: object) =>
    client.send(new PutItemCommand({ TableName: physicalName(thing), Item: marshall(row) }));
  const store = async (kind: StoreKind) => {
    const location = v.parse(ReadingsLocation, READINGS_STORES[kind]);
    return {
      ...(await createReader(location, { log: silentLog, aws })),
      ...(await createWriter(location, { timeLimit: 30_000, aws })),
    };
  };

  return {
    port: new URL(url).port,
    client,
    stores: { timestream: await store('timestream'), dynamodb: await store('dynamodb') },
    async register(devices) {
      for (const { organizationId, deviceId } of devices) {
        await put('organizations', { id: organizationId });
        await put('devices', { organizationId, id: deviceId });
      }
    },
    async close() {
      client.destroy();
      await close();
      await Promise.all([dynamodb.close(), timestream.close()]);
      await Promise.all(folders.map(({ remove }) => remove()));
    },
  };
}
