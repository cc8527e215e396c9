import { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { clientOptions } from '../../aws-client.ts';
import type { ExporterOptions } from '../exporter.ts';
import type { ReadingExporter } from '../store.ts';
import { timestreamExporter } from './exporter.ts';
import type { TableName } from './literals.ts';

/** Timestream answers a query that runs longer with a token, within a minute: "Query" in its API reference. */
const QUERY_TIME_LIMIT = 65_000;
const S3_TIME_LIMIT = 10_000;

/** Gets readings out of a Timestream table by clients of its own. */
export function connectExporter(name: TableName, { buckets, log, aws }: ExporterOptions): ReadingExporter {
  return timestreamExporter({
    timestream: new TimestreamQueryClient({
      ...clientOptions({ attempts: 1, requestTimeout: QUERY_TIME_LIMIT }),
      ...aws,
    }),
    s3: new S3Client({
      ...clientOptions({ attempts: 4, requestTimeout: S3_TIME_LIMIT }),
      // Files have checksums of their own, as gzip has.
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...aws,
    }),
    name,
    buckets,
    clock: Date.now,
    log,
  });
}
