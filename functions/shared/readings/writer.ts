import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { clientOptions } from '../aws-client.ts';
import type { ReadingWriter } from './store.ts';
import { timestreamWriter } from './timestream/write.ts';

/** Leaves a function of 60 s the time to do the rest of its work. */
const TIME_LIMIT = 30_000;

/** The readings store of this deployment, for writing. */
export function createWriter(name: { database: string; table: string }): ReadingWriter {
  const client = new TimestreamWriteClient(clientOptions({ attempts: 6, requestTimeout: 5000 }));
  return timestreamWriter({ client, name, timeLimit: TIME_LIMIT });
}
