import type { QueryResponse, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import {
  CancelQueryCommand,
  ConflictException,
  QueryCommand,
  QueryExecutionException,
  ThrottlingException,
  TimestreamQueryServiceException,
  ValidationException,
} from '@aws-sdk/client-timestream-query';
import type { S3Client } from '@aws-sdk/client-s3';
import { SondeError } from '../../errors.ts';
import { prefixOf } from '../../exports/keys.ts';
import type { Log } from '../../logger.ts';
import { asError } from '../../logger.ts';
import type { Extraction, ExtractionJob } from '../store.ts';
import { unloadSql } from './export-sql.ts';
import type { TableName } from './literals.ts';
import type { Place } from './manifest.ts';
import { findManifest, keyOf, readManifest } from './manifest.ts';
import { columnsAfter } from './missing-column.ts';
import type { Attempt, Lost, Planned, Running, UnloadState, Written } from './unload-state.ts';
import { attemptOf, parseState, writeState } from './unload-state.ts';

export interface UnloadOptions {
  /** Has to make one attempt a request: what becomes of an UNLOAD whose answer did not come is for the next step to find out. */
  timestream: TimestreamQueryClient;
  s3: S3Client;
  name: TableName;
  buckets: { exports: string; unload: string };
  /** Milliseconds since 1970. */
  clock: () => number;
  log: Log;
}

/** Of one UNLOAD, and of a NextToken. Source: Timestream Developer Guide, "Limits for UNLOAD", and "Query" in the API reference. */
const HOUR = 3_600_000;
/** An UNLOAD that failed this long after its start is taken to have run into its limit. */
const NEARLY_AN_HOUR = HOUR - 60_000;
const MAX_FAILURES = 5;
/** Attempts of which nothing is known are not failures, but each costs a query. */
const MAX_ATTEMPTS = 20;

/**
 * Takes an extraction one phase further: planned, running, written, done. A phase is kept by the caller before the next begins, so that an
 * UNLOAD is never started twice below one prefix: who finds a start that another worker had planned looks for its result, and else plans anew.
 */
export async function advance(job: ExtractionJob, text: string | null, options: UnloadOptions): Promise<Extraction> {
  if (text === null) return planned(job, { attempt: 1, failures: 0, columns: { value: true, text: true } });
  const state = parseState(text);
  switch (state.phase) {
    case 'PLANNED':
      return state.owner === job.owner ? start(job, state, options) : recover(job, state, options);
    case 'RUNNING':
      return options.clock() - state.tokenAt < HOUR ? poll(job, state, options) : recover(job, state, options);
    case 'LOST':
      return recover(job, state, options);
    case 'WRITTEN':
      return finish(job, state, options);
    case 'DONE':
      return done(state.attempt, state.manifest, state.rows);
  }
}

/** Where an attempt writes. */
function placeOf(job: ExtractionJob, attempt: number, buckets: UnloadOptions['buckets']): Place {
  return { bucket: bucketOf(job, buckets), prefix: `${prefixOf(job)}${attempt}/` };
}

export function bucketOf({ format }: Pick<ExtractionJob, 'format'>, buckets: UnloadOptions['buckets']): string {
  return format === 'CSV' ? buckets.unload : buckets.exports;
}

async function start(job: ExtractionJob, state: Planned, options: UnloadOptions): Promise<Extraction> {
  const { timestream, clock, log } = options;
  try {
    const page = await timestream.send(new QueryCommand({ QueryString: statement(job, state, options) }));
    return answered(job, { ...state, startedAt: clock() }, page, options);
  } catch (error) {
    const rest = columnsAfter(error, state.columns);
    if (rest === 'none') return done(state.attempt, null, 0);
    if (rest !== undefined) return planned(job, { ...attemptOf(state), columns: rest });
    if (error instanceof ThrottlingException) return throttled(state);
    if (error instanceof QueryExecutionException) return failed(job, state, error, options);
    if (error instanceof ValidationException) throw refused(error, log);
    if (error instanceof TimestreamQueryServiceException && error.$fault === 'client') throw error;
    log.warn('It is not known whether an UNLOAD was started', { attempt: state.attempt, error: asError(error) });
    return lost(attemptOf(state));
  }
}

async function poll(job: ExtractionJob, state: Running, options: UnloadOptions): Promise<Extraction> {
  const { timestream, log } = options;
  try {
    const page = await timestream.send(
      new QueryCommand({ QueryString: statement(job, state, options), NextToken: state.nextToken }),
    );
    return answered(job, state, page, options);
  } catch (error) {
    if (error instanceof ThrottlingException) return throttled(state);
    if (error instanceof QueryExecutionException) return failed(job, state, error, options);
    // The token no longer serves, or somebody cancelled the query.
    if (!(error instanceof ValidationException || error instanceof ConflictException)) throw error;
    log.warn('An UNLOAD can no longer be asked for its end', { attempt: state.attempt, error });
    return lost({ ...attemptOf(state), queryId: state.queryId });
  }
}

/** An empty page with a NextToken means "still running". The one row at the end says where the manifest is. */
function answered(
  job: ExtractionJob,
  state: Attempt & { startedAt: number },
  page: QueryResponse,
  { buckets, clock }: UnloadOptions,
): Extraction {
  const { QueryId: queryId = '', NextToken: nextToken, QueryStatus: status } = page;
  const manifest = cell(page, 'manifestFile');
  const attempt = attemptOf(state);
  if (manifest !== undefined) return written(attempt, keyOf(manifest, placeOf(job, state.attempt, buckets)));
  if (nextToken === undefined) return lost({ ...attempt, queryId });
  const now = clock();
  const { startedAt } = state;
  return {
    state: writeState({ phase: 'RUNNING', ...attempt, queryId, startedAt, nextToken, tokenAt: now }),
    progress: Math.min(Math.max((status?.ProgressPercentage ?? 0) / 100, 0), 1),
    done: false,
    wait: Math.min(Math.max((now - startedAt) / 10, 250), 5000),
  };
}

function cell({ ColumnInfo = [], Rows = [] }: QueryResponse, column: string): string | undefined {
  return Rows[0]?.Data?.[ColumnInfo.findIndex(({ Name }) => Name === column)]?.ScalarValue;
}

/** Finds out what became of an attempt that cannot be asked, or begins another. */
async function recover(
  job: ExtractionJob,
  state: Planned | Running | Lost,
  { s3, buckets, timestream }: UnloadOptions,
): Promise<Extraction> {
  const manifest = await findManifest(s3, placeOf(job, state.attempt, buckets));
  if (manifest !== undefined) return written(attemptOf(state), manifest);
  if ('queryId' in state && state.queryId !== undefined) await cancel(timestream, state.queryId);
  return another(job, attemptOf(state));
}

async function finish(job: ExtractionJob, state: Written, { s3, buckets }: UnloadOptions): Promise<Extraction> {
  const files = await readManifest(s3, placeOf(job, state.attempt, buckets), state.manifest);
  return done(
    state.attempt,
    state.manifest,
    files.reduce((sum, { rows }) => sum + rows, 0),
  );
}

/** Harmless where the query has ended, or was cancelled before. */
export async function cancel(timestream: TimestreamQueryClient, queryId: string): Promise<void> {
  try {
    await timestream.send(new CancelQueryCommand({ QueryId: queryId }));
  } catch (error) {
    if (!(error instanceof ValidationException)) throw error;
  }
}

/** Always the same text for an attempt: a NextToken serves the query only that it was given for. */
function statement(job: ExtractionJob, { attempt, columns }: Attempt, { name, buckets }: UnloadOptions): string {
  const { bucket, prefix } = placeOf(job, attempt, buckets);
  return unloadSql(name, job, columns, { bucket, prefix: prefix.slice(0, -1) });
}

function failed(job: ExtractionJob, state: Planned | Running, cause: Error, { clock, log }: UnloadOptions): Extraction {
  log.warn('An UNLOAD failed', { attempt: state.attempt, failures: state.failures + 1, error: cause });
  if (state.phase === 'RUNNING' && clock() - state.startedAt >= NEARLY_AN_HOUR) throw tooLong(cause);
  if (state.failures + 1 >= MAX_FAILURES) throw givenUp(cause);
  return another(job, { ...attemptOf(state), failures: state.failures + 1 }, cause);
}

function another(job: ExtractionJob, attempt: Attempt, cause?: Error): Extraction {
  if (attempt.attempt >= MAX_ATTEMPTS) throw givenUp(cause);
  // Attempts that follow each other quickly would all meet the same trouble.
  const wait = Math.min(1000 * 2 ** (attempt.attempt - 1), 60_000);
  return { ...planned(job, { ...attempt, attempt: attempt.attempt + 1 }), wait };
}

function planned({ owner }: ExtractionJob, attempt: Attempt): Extraction {
  return step({ phase: 'PLANNED', ...attempt, owner }, 0);
}

function throttled(state: Planned | Running): Extraction {
  // One UNLOAD a second may be started.
  return step(state, 1000 + Math.random() * 2000);
}

function lost(state: Omit<Lost, 'phase'>): Extraction {
  return step({ phase: 'LOST', ...state }, 0);
}

function written(attempt: Attempt, manifest: string): Extraction {
  return { ...step({ phase: 'WRITTEN', ...attempt, manifest }, 0), progress: 1 };
}

function done(attempt: number, manifest: string | null, rows: number): Extraction {
  return { state: writeState({ phase: 'DONE', attempt, manifest, rows }), progress: 1, done: true, wait: 0 };
}

function step(state: UnloadState, wait: number): Extraction {
  return { state: writeState(state), progress: 0, done: false, wait };
}

function refused(cause: ValidationException, log: Log): SondeError {
  log.error('The readings store refused an UNLOAD', { error: cause });
  return new SondeError(
    'ValidationError',
    'The readings store refuses this export; ask for a shorter period, or for fewer devices, metrics or statistics.',
    { cause },
  );
}

function tooLong(cause: Error): SondeError {
  return new SondeError(
    'TimeoutError',
    'The readings store takes longer than 60 minutes for this export; ask for several exports of shorter periods.',
    { cause },
  );
}

function givenUp(cause?: Error): SondeError {
  return new SondeError(
    'InternalError',
    'The readings store failed several times at this export; ask for it again later, or for a shorter period.',
    { cause },
  );
}
