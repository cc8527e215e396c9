import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { AwsError } from '../../shared/aws-error.ts';
import type { Log } from '../../shared/log.ts';
import { authoredFailure } from '../dialect/failures.ts';
import { newQueryId } from '../paging.ts';
import type { Page, ResultCursor, WireColumn, WireRow } from '../paging.ts';
import { extract } from './extract.ts';
import { manifest, metadata, UNLOAD_COLUMNS, unloadRow } from './manifest.ts';
import type { ResultFile } from './manifest.ts';
import type { UnloadOptions } from './options.ts';
import type { Projection } from './projection.ts';
import type { UnloadSettings } from './settings.ts';
import { plan } from './plan.ts';
import { store } from './store.ts';
import type { StoreTarget } from './store.ts';

/** "Limits for UNLOAD from Timestream for LiveAnalytics". */
const TIMEOUT_MS = 60 * 60_000;
const POLL_WAIT_MS = 1_000;
/** How far an UNLOAD is, in percent, when its rows are read and none is stored. */
const EXTRACTED = 50;
const STORED = 99;

export interface UnloadTask {
  readonly query: string;
  /** Is closed when the job has ended. */
  readonly connection: DuckDBConnection;
  readonly projection: Projection;
  /** The columns of the result, those of `partitioned_by` too. */
  readonly columns: readonly WireColumn[];
  readonly options: UnloadOptions;
  readonly target: Omit<StoreTarget, 'queryId'>;
  /** The folder for temporary files of all jobs. */
  readonly directory: string;
  readonly settings: UnloadSettings;
  readonly log: Log;
}

/**
 * An UNLOAD under way. Its pages are empty until it has ended; a page waits a little for that. It goes on when nobody asks for pages any more: the
 * documentation leaves open whether Timestream does so too.
 */
export class UnloadJob implements ResultCursor {
  readonly queryId = newQueryId();
  readonly columns = UNLOAD_COLUMNS;
  /** Resolves when it has ended, well or not, and its temporary files are gone. */
  readonly ended: Promise<void>;
  bytesRead = 0;
  progress = 0;
  private readonly task: UnloadTask;
  private readonly cancellation = new AbortController();
  private outcome: { readonly row: WireRow } | { readonly error: Error } | undefined;
  private polls = 0;
  private files = 0;

  constructor(task: UnloadTask) {
    this.task = task;
    this.ended = this.runToEnd();
  }

  async next(): Promise<Page> {
    const { minimumPolls = 0, pollWaitMs = POLL_WAIT_MS } = this.task.settings;
    this.polls += 1;
    if (this.polls <= minimumPolls) return { rows: [], isLast: false };
    await within(this.ended, pollWaitMs);
    if (!this.outcome) return { rows: [], isLast: false };
    if ('error' in this.outcome) throw this.outcome.error;
    return { rows: [this.outcome.row], isLast: true };
  }

  close(): void {
    // It goes on to its end.
  }

  cancel(): void {
    this.cancellation.abort(new AwsError('ConflictException', 'The query was cancelled'));
  }

  private async runToEnd(): Promise<void> {
    const { directory: parent, connection } = this.task;
    const directory = join(parent, this.queryId);
    const timeout = setTimeout(() => {
      this.cancellation.abort(new AwsError('QueryExecutionException', 'The query timed out after 60 minutes'));
    }, TIMEOUT_MS);
    try {
      await mkdir(directory, { recursive: true });
      this.outcome = { row: await this.run(directory) };
    } catch (error) {
      const { signal } = this.cancellation;
      // What is aborted fails in its own way.
      this.outcome = { error: this.failure(signal.aborted ? signal.reason : error) };
    } finally {
      clearTimeout(timeout);
      connection.closeSync();
    }
    try {
      await rm(directory, { recursive: true, force: true });
    } catch (error) {
      this.task.log.error(`The temporary files in ${directory} could not be removed`, error);
    }
  }

  private async run(directory: string): Promise<WireRow> {
    const { signal } = this.cancellation;
    const { connection, projection, options, columns, settings } = this.task;
    const target = { ...this.task.target, queryId: this.queryId };
    const extracted = await extract(connection, { projection, options, directory }, signal);
    this.progress = EXTRACTED;
    const planned = await plan(extracted, options, projection.names, signal);
    const files = await store(planned, {
      target,
      options,
      signal,
      onStored: async ({ bytes }, done, total) => {
        this.progress = EXTRACTED + ((STORED - EXTRACTED) * done) / total;
        this.bytesRead += bytes;
        this.files += 1;
        await orAborted(settings.afterFile?.(this.files), signal);
      },
    });
    const metadataUrl = await this.writeJson('metadata', metadata(columns));
    signal.throwIfAborted();
    const manifestUrl = await this.writeJson('manifest', manifest(files, options.csv ? 'CSV' : 'PARQUET'));
    return unloadRow(rowsOf(files), metadataUrl, manifestUrl);
  }

  private async writeJson(kind: 'metadata' | 'manifest', json: string): Promise<string> {
    const { objects, bucket, prefix } = this.task.target;
    const key = `${prefix}${this.queryId}_${randomUUID()}_${kind}.json`;
    await objects.write({ bucket, key, contentType: 'application/json' }, once(json));
    return `s3://${bucket}/${key}`;
  }

  /** What the polls answer. Timestream names no cause for what is not the query's fault. */
  private failure(error: unknown): Error {
    const known = error instanceof AwsError ? error : authoredFailure(error, this.task.query);
    if (known) return known;
    this.task.log.error(`UNLOAD ${this.queryId} failed`, error);
    return new AwsError('QueryExecutionException', 'Timestream was unable to run the query successfully.');
  }
}

function rowsOf(files: readonly ResultFile[]): number {
  return files.reduce((total, { rows }) => total + rows, 0);
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

/** Settles with `promise`, or rejects when the signal comes. */
function orAborted(promise: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  if (!promise) return Promise.resolve();
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('The UNLOAD was ended'));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([promise, aborted]);
}

/** Resolves with `promise`, which never rejects, or after `ms`. */
function within(promise: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
