import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { clientOptions } from '../../aws-client.ts';
import type { ReaderOptions } from '../reader.ts';
import type { ReadingReader } from '../store.ts';
import type { TableName } from './literals.ts';
import { timestreamReader } from './read.ts';

/** Reads from a Timestream table by a client of its own. */
export function connectReader(
  name: TableName,
  { timeLimit, log, aws }: ReaderOptions & { timeLimit: number },
): ReadingReader {
  const client = new TimestreamQueryClient({ ...clientOptions({ attempts: 4, requestTimeout: timeLimit }), ...aws });
  return timestreamReader({ client, name, timeLimit, log });
}
