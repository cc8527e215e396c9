import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { clientOptions } from '../../aws-client.ts';
import type { ReadingWriter } from '../store.ts';
import type { WriterOptions } from '../writer.ts';
import type { TableName } from './literals.ts';
import { timestreamWriter } from './write.ts';

/** Writes to a Timestream table by a client of its own. */
export function connectWriter(name: TableName, { timeLimit, aws }: WriterOptions): ReadingWriter {
  const client = new TimestreamWriteClient({ ...clientOptions({ attempts: 6, requestTimeout: 5000 }), ...aws });
  return timestreamWriter({ client, name, timeLimit });
}
