import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { dueIndex } from '../shared/jobs/due-index.ts';
import { createLogger } from '../shared/logger.ts';
import definition from './function.ts';
import { sweep } from './sweep.ts';
import { worker } from './worker.ts';

const environment = v.parse(definition.environment, process.env);
const log = createLogger('export-sweep');
const ports = {
  index: dueIndex(new DynamoDBClient(clientOptions({ attempts: 3, requestTimeout: 3000 })), environment.EXPORTS_TABLE),
  worker: worker(new LambdaClient(clientOptions({ attempts: 3, requestTimeout: 3000 })), environment.EXPORT_FUNCTION),
  log,
};

/** Runs by the schedule; what the event says does not matter. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  log.addContext(context);
  await sweep(ports, new Date());
}
