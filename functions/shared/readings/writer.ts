import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { clientOptions } from '../aws-client.ts';
import type { ReadingWriter } from './store.ts';
import { timestreamWriter } from './timestream/write.ts';

/**
 * The readings store of this deployment, for writing.
 * @param timeLimit how long one `write` may take in all, in ms
 */
export function createWriter(name: { database: string; table: string }, timeLimit: number): ReadingWriter {
  const client = new TimestreamWriteClient(clientOptions({ attempts: 6, requestTimeout: 5000 }));
  return timestreamWriter({ client, name, timeLimit });
}
