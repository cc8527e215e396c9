import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { createLogger } from '../shared/logger.ts';
import { createWriter } from '../shared/readings/writer.ts';
import { appSyncPublisher } from '../shared/ingestion/appsync-publisher.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { devicesTable } from './devices-table.ts';
import definition from './function.ts';
import { ingest } from './ingest.ts';
import { latestTable } from '../shared/ingestion/latest-table.ts';
import type { Ports } from './ports.ts';

/** In ms: leaves a function of 60 s the time to do the rest of its work. */
const WRITE_TIME_LIMIT = 30_000;

const environment = v.parse(definition.environment, process.env);
const log = createLogger('ingest');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 5, requestTimeout: 3000 }));
const sqs = new SQSClient(clientOptions({ attempts: 4, requestTimeout: 3000 }));
const ports: Ports = {
  store: await createWriter(environment.READINGS_STORE, { timeLimit: WRITE_TIME_LIMIT }),
  devices: devicesTable({ client: dynamodb, table: environment.DEVICES_TABLE, log }),
  latest: latestTable({ client: dynamodb, table: environment.LATEST_TABLE, log }),
  publisher: appSyncPublisher(environment.GRAPHQL_URL, dynamodb.config),
  deadLetters: deadLetterQueue(sqs, environment.DEAD_LETTER_QUEUE_URL),
  log,
};

const Event = v.object({ Records: v.array(v.object({ messageId: v.string(), body: v.string() })) });

export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse> {
  log.addContext(context);
  const { Records } = v.parse(Event, event);
  const again = await ingest(
    Records.map(({ messageId, body }) => ({ id: messageId, body })),
    ports,
  );
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}
