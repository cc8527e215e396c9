import { NoSuchKey } from '@aws-sdk/client-s3';
import { prefixOf } from '../../exports/keys.ts';
import { deleteUnder } from '../objects.ts';
import type { Extraction, ExtractionJob, ReadingExporter } from '../store.ts';
import { rowBatches } from './exporter-batches.ts';
import type { FilesOptions } from './exporter-files.ts';
import { filesWritten, NO_FILES, writeNextFile } from './exporter-files.ts';
import { readRows, stepOf } from './exporter-read.ts';
import { parsePosition } from './exporter-rows.ts';

/** Of CSV nothing is extracted: its rows come straight from the table. */
const READ_LATER: Extraction = { state: NO_FILES, progress: 1, done: true, wait: 0 };

/** Gets readings out of a table of DynamoDB: rows straight from it, and Parquet to the exports bucket, a file a step. */
export function dynamodbExporter(options: FilesOptions): ReadingExporter {
  const { s3, buckets } = options;

  /** The list of the files goes last: while it is there it says what to keep, and without it all else has been removed. */
  async function tidyFiles(job: ExtractionJob, state: string): Promise<void> {
    try {
      const kept = new Set((await filesWritten(state, options)).map(({ key }) => key));
      await deleteUnder(s3, buckets.exports, prefixOf(job), (key) => kept.has(key));
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
    }
  }

  return {
    extracted: 0,
    advance: (job, state) => (job.format === 'CSV' ? Promise.resolve(READ_LATER) : writeNextFile(job, state, options)),
    read: (job, _state, position) =>
      rowBatches(readRows(job, position === null ? null : parsePosition(position), options), {
        step: stepOf(job),
        batchRows: options.batchRows,
      }),
    files: (_job, state) => filesWritten(state, options),

    async tidy(job, state) {
      if (job.format === 'PARQUET') await tidyFiles(job, state);
      await deleteUnder(s3, buckets.unload, prefixOf(job));
    },

    async discard(job) {
      for (const bucket of [buckets.unload, buckets.exports]) await deleteUnder(s3, bucket, prefixOf(job));
      return null;
    },
  };
}
