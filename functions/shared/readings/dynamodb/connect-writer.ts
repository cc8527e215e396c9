import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../aws-client.ts';
import type { ReadingsLocation } from '../location.ts';
import type { ReadingWriter } from '../store.ts';
import type { WriterOptions } from '../writer.ts';
import { readingsTable } from './table.ts';
import { dynamodbWriter } from './write.ts';

type Location = Extract<ReadingsLocation, { kind: 'dynamodb' }>;

/** Writes to a table of DynamoDB by a client of its own. */
export function connectWriter({ table: name, retentionDays }: Location, options: WriterOptions): ReadingWriter {
  const { timeLimit, aws } = options;
  const client = new DynamoDBClient({ ...clientOptions({ attempts: 6, requestTimeout: 3000 }), ...aws });
  const clock = Date.now;
  return dynamodbWriter({ table: readingsTable({ client, name, clock }), clock, retentionDays, timeLimit });
}
