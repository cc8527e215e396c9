import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from '../../aws-client.ts';
import type { ExporterOptions } from '../exporter.ts';
import type { ReadingsLocation } from '../location.ts';
import type { ReadingExporter } from '../store.ts';
import { dynamodbExporter } from './exporter.ts';
import { readingsTable } from './table.ts';

type Location = Extract<ReadingsLocation, { kind: 'dynamodb' }>;

/** An export has no one who waits: what is throttled may take its time. */
const TABLE_ATTEMPTS = 10;
const TABLE_TIME_LIMIT = 5000;
/** A file of Parquet is one request. */
const S3_TIME_LIMIT = 30_000;

/** Gets readings out of a table of DynamoDB by clients of its own. */
export function connectExporter(
  { table: name, retentionDays }: Location,
  { buckets, aws }: ExporterOptions,
): ReadingExporter {
  const clock = Date.now;
  const client = new DynamoDBClient({
    ...clientOptions({ attempts: TABLE_ATTEMPTS, requestTimeout: TABLE_TIME_LIMIT }),
    ...aws,
  });
  const s3 = new S3Client({ ...clientOptions({ attempts: 4, requestTimeout: S3_TIME_LIMIT }), ...aws });
  return dynamodbExporter({ table: readingsTable({ client, name, clock }), s3, buckets, clock, retentionDays });
}
