import { setMaxListeners } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { clientOptions } from '../shared/aws-client.ts';
import { asError, createLogger } from '../shared/logger.ts';
import { readingsTable } from '../shared/readings/dynamodb/table.ts';
import { dynamodbWriter } from '../shared/readings/dynamodb/write.ts';
import { Event } from './event.ts';
import definition from './function.ts';
import { work } from './work.ts';

/** What is under way is ended so long before the function's time is over, in ms. */
const MARGIN_MS = 10_000;

const environment = v.parse(definition.environment, process.env);
const { table: name, retentionDays } = environment.READINGS_STORE;
const log = createLogger('compact-readings');
const clock = Date.now;
// A page of a query has 1 MB at most, which is there within a second.
const client = new DynamoDBClient(clientOptions({ attempts: 6, requestTimeout: 5000 }));
const table = readingsTable({ client, name, clock });
const writer = dynamodbWriter({ table, clock, retentionDays, timeLimit: 30_000 });

/** Runs by the schedule, and for an operator: the commands `rebuild-readings` and `erase-readings`. */
export async function handler(event: unknown, context: Context): Promise<unknown> {
  log.addContext(context);
  const signal = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS));
  // Each request under way listens to it.
  setMaxListeners(0, signal);
  try {
    return await work(v.parse(Event, event), { table, writer, clock, retentionDays, log }, signal);
  } catch (error) {
    throw asError(error);
  }
}
