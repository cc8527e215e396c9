import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { clientOptions } from '../aws-client.ts';
import type { Log } from '../logger.ts';
import type { ReadingReader } from './store.ts';
import { timestreamReader } from './timestream/read.ts';

/** AppSync gives up on a request after 30 s; a function that has to start needs some of them. */
const TIME_LIMIT = 25_000;

/** The readings store of this deployment, for reading. */
export function createReader(name: { database: string; table: string }, log: Log): ReadingReader {
  const client = new TimestreamQueryClient(clientOptions({ attempts: 4, requestTimeout: TIME_LIMIT }));
  return timestreamReader({ client, name, timeLimit: TIME_LIMIT, log });
}
