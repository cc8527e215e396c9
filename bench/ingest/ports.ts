import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import * as v from 'valibot';
import { devicesTable } from '../../functions/ingest/devices-table.ts';
import type { Ports } from '../../functions/ingest/ports.ts';
import { appSyncPublisher } from '../../functions/shared/ingestion/appsync-publisher.ts';
import { latestTable } from '../../functions/shared/ingestion/latest-table.ts';
import { deviceKey } from '../../functions/shared/ingestion/ports.ts';
import { timestreamWriter } from '../../functions/shared/readings/timestream/write.ts';
import { LOCAL_REGION } from '../../local/shared/service.ts';
import { READINGS } from '../../local/stack/names.ts';
import { METRICS } from '../export/data.ts';

const TABLES = { devices: 'devices', latest: 'latest' };
const CLIENT = { region: LOCAL_REGION, credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } };

const log: Ports['log'] = {
  info: () => undefined,
  warn: () => undefined,
  error(message, { error }) {
    throw new Error(message, { cause: error });
  },
};
const deadLetters: Ports['deadLetters'] = { send: () => Promise.reject(new Error('A message was refused')) };

/** Ports that answer at once: what is left is the core of ingest. */
export function portsAtOnce(): Ports {
  const device = { metrics: new Map(METRICS.map(({ name, unit }) => [name, unit])) };
  return {
    store: { write: () => Promise.resolve({ rejected: [], retryable: [] }) },
    devices: {
      find: (keys) =>
        Promise.resolve({ known: new Map(keys.map((key) => [deviceKey(key), device])), unavailable: new Set() }),
    },
    latest: { update: () => Promise.resolve(new Set<string>()) },
    publisher: { publish: () => Promise.resolve() },
    deadLetters,
    log,
  };
}

/** What was asked of the services so far. */
export interface Asked {
  requests: number;
  records: number;
  published: number;
}

const Target = v.object({ 'x-amz-target': v.string() });
const BatchGet = v.object({
  RequestItems: v.record(v.string(), v.object({ Keys: v.array(v.record(v.string(), v.object({ S: v.string() }))) })),
});
const WriteRecords = v.object({ Records: v.array(v.unknown()) });
const Publish = v.object({
  variables: v.object({ input: v.object({ organizationId: v.string(), readings: v.array(v.unknown()) }) }),
});
const Json = v.pipe(v.string(), v.parseJson());

/**
 * The ports of the function itself: AWS's clients make, sign and read each request, but in the place of the network there is what answers at once. The
 * devices are there, and none of them has a latest reading so far.
 */
export function portsOfServices(): { ports: Ports; asked: Asked } {
  const asked: Asked = { requests: 0, records: 0, published: 0 };
  const metrics = { L: METRICS.map(({ name, unit }) => ({ M: { name: { S: name }, unit: { S: unit } } })) };

  function items(request: unknown): object {
    const { RequestItems } = v.parse(BatchGet, request);
    const Responses = Object.entries(RequestItems).map(([table, { Keys }]) => {
      return [table, table === TABLES.devices ? Keys.map((key) => ({ ...key, metrics })) : []] as const;
    });
    return { Responses: Object.fromEntries(Responses), UnprocessedKeys: {} };
  }

  function answer(operation: string | undefined, request: unknown): object {
    if (operation === 'DescribeEndpoints') return { Endpoints: [{ Address: 'bench', CachePeriodInMinutes: 1440 }] };
    if (operation === 'BatchGetItem') return items(request);
    if (operation === 'UpdateItem') return {};
    if (operation !== 'WriteRecords') throw new Error(`${operation} is not answered`);
    const { length } = v.parse(WriteRecords, request).Records;
    asked.records += length;
    return { RecordsIngested: { Total: length, MemoryStore: length, MagneticStore: 0 } };
  }

  const requestHandler = {
    handle({ headers, body }: { headers: Record<string, string>; body?: unknown }) {
      asked.requests += 1;
      const operation = v.parse(Target, headers)['x-amz-target'].split('.').at(-1);
      const request = v.parse(
        Json,
        typeof body === 'string' ? body : Buffer.from(v.parse(v.instance(Uint8Array), body)).toString(),
      );
      const response = {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: Buffer.from(JSON.stringify(answer(operation, request))),
      };
      return Promise.resolve({ response });
    },
  };
  globalThis.fetch = (_url, init) => {
    asked.requests += 1;
    const { organizationId, readings } = v.parse(v.pipe(Json, Publish), init?.body).variables.input;
    asked.published += readings.length;
    return Promise.resolve(Response.json({ data: { publishReadings: { organizationId } } }));
  };

  const dynamodb = new DynamoDBClient({ ...CLIENT, requestHandler });
  const timestream = new TimestreamWriteClient({ ...CLIENT, requestHandler });
  return {
    asked,
    ports: {
      store: timestreamWriter({ client: timestream, name: READINGS, timeLimit: 30_000 }),
      devices: devicesTable({ client: dynamodb, table: TABLES.devices, log }),
      latest: latestTable({ client: dynamodb, table: TABLES.latest, log }),
      publisher: appSyncPublisher('http://bench/graphql', dynamodb.config),
      deadLetters,
      log,
    },
  };
}
