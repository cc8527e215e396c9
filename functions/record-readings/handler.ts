import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import type { FieldAnswer } from '../shared/appsync/field-answer.ts';
import { fieldAnswer } from '../shared/appsync/field-answer.ts';
import { clientOptions } from '../shared/aws-client.ts';
import { appSyncPublisher } from '../shared/ingestion/appsync-publisher.ts';
import { latestTable } from '../shared/ingestion/latest-table.ts';
import type { KeepPorts } from '../shared/ingestion/ports.ts';
import { createLogger } from '../shared/logger.ts';
import { createWriter } from '../shared/readings/writer.ts';
import { parseEvent } from './event.ts';
import definition from './function.ts';
import type { Recorded } from './record.ts';
import { recordReadings } from './record.ts';

/** In ms: AppSync waits for 30 s, and the newest readings are kept and pushed after that. */
const WRITE_TIME_LIMIT = 10_000;

const environment = v.parse(definition.environment, process.env);
const log = createLogger('record-readings');
const dynamodb = new DynamoDBClient(clientOptions({ attempts: 4, requestTimeout: 1500 }));
const ports: KeepPorts = {
  store: await createWriter(environment.READINGS_STORE, { timeLimit: WRITE_TIME_LIMIT }),
  latest: latestTable({ client: dynamodb, table: environment.LATEST_TABLE, log }),
  publisher: appSyncPublisher(environment.GRAPHQL_URL, dynamodb.config),
  log,
};

export async function handler(event: unknown, context: Context): Promise<FieldAnswer<Recorded>> {
  log.addContext(context);
  return fieldAnswer(() => recordReadings(parseEvent(event), Date.now(), ports), {
    requestId: context.awsRequestId,
    log,
  });
}
