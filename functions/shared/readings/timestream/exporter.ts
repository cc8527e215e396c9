import { NoSuchKey } from '@aws-sdk/client-s3';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { prefixOf } from '../../exports/keys.ts';
import type { ExtractedFile, ExtractionJob, ReadingExporter, RowBatch } from '../store.ts';
import { csvBatches, WINDOW } from './csv-batches.ts';
import type { DownloadOptions } from './download.ts';
import { download } from './download.ts';
import { exportColumns } from '../export-columns.ts';
import { readManifest } from './manifest.ts';
import { deleteObjects, deleteUnder } from '../objects.ts';
import type { UnloadOptions } from './unload.ts';
import { advance, bucketOf, cancel } from './unload.ts';
import type { Done, UnloadState } from './unload-state.ts';
import { parseDone, parseState } from './unload-state.ts';

/** A guess: an UNLOAD takes two thirds of the time that making CSV of its result takes. */
const EXTRACTED = 0.4;
const HOUR_AND_MORE = 65 * 60_000;
const IN_HAND = 60_000;

/**
 * How long something may be written that was not there to be removed, in ms; null where nothing can be. What was cancelled writes what it has in hand; what
 * cannot be cancelled, as its id did not become known, goes on to its end. Source: Timestream Developer Guide, "Limits for UNLOAD".
 */
function writesFor({ phase, attempt }: UnloadState): number | null {
  if (attempt > 1 || phase === 'PLANNED' || phase === 'LOST') return HOUR_AND_MORE;
  return phase === 'RUNNING' ? IN_HAND : null;
}

/** Gets readings out of a Timestream table by UNLOAD: CSV to the unload bucket, Parquet to the exports bucket. */
export function timestreamExporter(options: UnloadOptions & DownloadOptions): ReadingExporter {
  const { s3, timestream, buckets } = options;

  async function filesOf(job: ExtractionJob, { manifest }: Done): Promise<ExtractedFile[]> {
    if (manifest === null) return [];
    return readManifest(s3, { bucket: bucketOf(job, buckets), prefix: prefixOf(job) }, manifest);
  }

  async function* read(job: ExtractionJob, state: string, position: string | null): AsyncGenerator<RowBatch> {
    const done = parseDone(state);
    const files = await filesOf(job, done);
    const columns = exportColumns(job).length;
    const start = parsePosition(position);
    let { rows } = start;
    for (const [index, { key }] of files.entries()) {
      if (index < start.file) continue;
      const from = index === start.file ? start.offset : 0;
      const bytes = gunzip(download({ bucket: buckets.unload, key }, options));
      for await (const { next, ...batch } of csvBatches(bytes, { columns, from })) {
        rows += batch.rows;
        yield { ...batch, position: `${index}:${next}:${rows}`, progress: Math.min(1, rows / done.rows) };
      }
    }
  }

  /** The manifest goes last: while it is there it says what to keep, and without it all has been removed. */
  async function tidyParquet(job: ExtractionJob, done: Done): Promise<void> {
    const { manifest } = done;
    try {
      const kept = new Set([manifest, ...(await filesOf(job, done)).map(({ key }) => key)]);
      await deleteUnder(s3, buckets.exports, prefixOf(job), (key) => kept.has(key));
      if (manifest !== null) await deleteObjects(s3, buckets.exports, [manifest]);
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
    }
  }

  return {
    extracted: EXTRACTED,
    advance: (job, state) => advance(job, state, options),
    read,
    files: (job, state) => filesOf(job, parseDone(state)),

    async tidy(job, state) {
      const prefix = prefixOf(job);
      await deleteUnder(s3, buckets.unload, prefix);
      if (job.format === 'PARQUET') await tidyParquet(job, parseDone(state));
    },

    async discard(job, state) {
      const known = state === null ? undefined : parseState(state);
      if (known && 'queryId' in known && known.queryId !== undefined) await cancel(timestream, known.queryId);
      for (const bucket of [buckets.unload, buckets.exports]) await deleteUnder(s3, bucket, prefixOf(job));
      return known ? writesFor(known) : null;
    },
  };
}

/** The decompressed bytes. What goes wrong with `source` rejects here, and who stops reading ends it. */
function gunzip(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzipped = createGunzip({ chunkSize: WINDOW });
  pipeline(source, gunzipped, () => undefined);
  return gunzipped;
}

/** `<index of the file>:<bytes of it, decompressed>:<rows of all files up to there>` */
function parsePosition(position: string | null): { file: number; offset: number; rows: number } {
  if (position === null) return { file: 0, offset: 0, rows: 0 };
  const [, file, offset, rows] = /^(\d{1,6}):(\d{1,15}):(\d{1,15})$/.exec(position) ?? [];
  if (file === undefined) throw new RangeError(`${JSON.stringify(position)} is no position`);
  return { file: Number(file), offset: Number(offset), rows: Number(rows) };
}
