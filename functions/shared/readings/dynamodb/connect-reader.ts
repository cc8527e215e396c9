import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../aws-client.ts';
import type { ReadingsLocation } from '../location.ts';
import type { ReaderOptions } from '../reader.ts';
import type { ReadingReader } from '../store.ts';
import { dynamodbReader } from './read.ts';
import { readingsTable } from './table.ts';

type Location = Extract<ReadingsLocation, { kind: 'dynamodb' }>;

/** Reads from a table of DynamoDB by a client of its own. */
export function connectReader(
  { table: name, retentionDays }: Location,
  { timeLimit, aws }: ReaderOptions & { timeLimit: number },
): ReadingReader {
  // A page of a query has 1 MB at most, which is there within a second.
  const client = new DynamoDBClient({ ...clientOptions({ attempts: 4, requestTimeout: 5000 }), ...aws });
  const clock = Date.now;
  return dynamodbReader({ table: readingsTable({ client, name, clock }), clock, retentionDays, timeLimit });
}
