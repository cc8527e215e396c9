import { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { clientOptions } from '../aws-client.ts';
import type { Log } from '../logger.ts';
import type { ReadingExporter } from './store.ts';
import { timestreamExporter } from './timestream/exporter.ts';

/** Timestream answers a query that runs longer with a token, within a minute: "Query" in its API reference. */
const QUERY_TIME_LIMIT = 65_000;
const S3_TIME_LIMIT = 10_000;

export interface ExporterNames {
  readings: { database: string; table: string };
  buckets: { exports: string; unload: string };
}

/** The readings store of this deployment, for getting very many readings out of it. */
export function createExporter({ readings, buckets }: ExporterNames, log: Log): ReadingExporter {
  return timestreamExporter({
    timestream: new TimestreamQueryClient(clientOptions({ attempts: 1, requestTimeout: QUERY_TIME_LIMIT })),
    s3: new S3Client({
      ...clientOptions({ attempts: 4, requestTimeout: S3_TIME_LIMIT }),
      // Files have checksums of their own, as gzip has.
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
    name: readings,
    buckets,
    clock: Date.now,
    log,
  });
}
