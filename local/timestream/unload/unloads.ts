import type { DuckDBConnection } from '@duckdb/node-api';
import { AwsError } from '../../shared/aws-error.ts';
import type { Log } from '../../shared/log.ts';
import type { ObjectWriter } from '../../shared/ports.ts';
import type { Clock } from '../../shared/service.ts';
import type { Statement } from '../dialect/compile.ts';
import { invalid } from '../errors.ts';
import { wireType } from '../result-format.ts';
import type { Engine } from '../storage/engine.ts';
import { UnloadJob } from './job.ts';
import { parseOptions } from './options.ts';
import { project } from './projection.ts';
import type { UnloadSettings } from './settings.ts';
import { parseUnload } from './statement.ts';

interface UnloadsOptions {
  readonly engine: Engine;
  readonly objects: ObjectWriter | undefined;
  readonly settings: UnloadSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes a connection ready for a SELECT of Timestream's dialect, and of the SELECT what it runs. */
  readonly prepare: (select: string, connection: DuckDBConnection) => Promise<Statement>;
}

/** "Query" in the API reference: a repeated request with the same ClientToken is the same within this time. */
const IDEMPOTENCY_MS = 5 * 60_000;

/** The UNLOADs under way, and those just ended. */
export class Unloads {
  private readonly options: UnloadsOptions;
  private readonly running = new Set<UnloadJob>();
  private readonly beginning = new Set<Promise<unknown>>();
  private isClosed = false;
  private readonly byRequest = new Map<string, { readonly job: Promise<UnloadJob>; readonly atMs: number }>();
  private startedMs: number[] = [];

  constructor(options: UnloadsOptions) {
    this.options = options;
  }

  /**
   * Starts an UNLOAD. Rejects with ValidationException for what can be said before it runs.
   * @param request says which requests are the same: those get the same job
   */
  async start(query: string, request: string | undefined): Promise<UnloadJob> {
    if (request === undefined) return this.begin(query);
    const nowMs = this.options.clock();
    for (const [old, { atMs }] of this.byRequest) {
      if (nowMs - atMs < IDEMPOTENCY_MS) break;
      this.byRequest.delete(old);
    }
    const known = this.byRequest.get(request);
    if (known) return known.job;
    const job = this.begin(query);
    this.byRequest.set(request, { job, atMs: nowMs });
    try {
      return await job;
    } catch (error) {
      this.byRequest.delete(request);
      throw error;
    }
  }

  /** Resolves when all that are under way have ended, and nothing more is written. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.beginning);
    await Promise.all([...this.running].map(({ ended }) => ended));
  }

  /** Ends what still runs, and leaves the files that it has stored. From now on nothing begins: what it would write with may be closed. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.beginning);
    for (const job of this.running) job.cancel();
    await this.ended();
  }

  private async begin(query: string): Promise<UnloadJob> {
    if (this.isClosed) throw new AwsError('InternalServerException', 'The service is being stopped', {}, 500);
    const job = this.make(query);
    this.beginning.add(job);
    try {
      return await job;
    } finally {
      this.beginning.delete(job);
    }
  }

  private async make(query: string): Promise<UnloadJob> {
    const { engine, objects, settings, log, prepare } = this.options;
    const statement = parseUnload(query);
    const options = parseOptions(statement.options);
    if (!objects) throw invalid('UNLOAD is not supported here: this Timestream has no S3 to write to');
    this.throttle();
    const connection = await engine.connect();
    try {
      const select = await prepare(statement.select, connection);
      const prepared = await connection.prepare(select.sql);
      const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
      const types = indexes.map((index) => prepared.columnType(index));
      const columnNames = select.names(indexes.map((index) => prepared.columnName(index)));
      prepared.destroySync();
      const projection = project(select.sql, columnNames, types, options);
      await requireBucket(objects, statement.bucket);
      const job = new UnloadJob({
        query,
        connection,
        projection,
        columns: types.map((type, index) => ({ Name: columnNames[index] ?? '', Type: wireType(type) })),
        options,
        target: { objects, bucket: statement.bucket, prefix: statement.prefix },
        directory: engine.unloadDirectory,
        settings,
        log,
      });
      this.running.add(job);
      void job.ended.then(() => this.running.delete(job));
      return job;
    } catch (error) {
      connection.closeSync();
      throw error;
    }
  }

  private throttle(): void {
    const nowMs = this.options.clock();
    this.startedMs = this.startedMs.filter((startedMs) => nowMs - startedMs < 1_000);
    if (this.startedMs.length >= (this.options.settings.perSecond ?? Infinity))
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    this.startedMs.push(nowMs);
  }
}

async function requireBucket(objects: ObjectWriter, bucket: string): Promise<void> {
  try {
    await objects.requireBucket(bucket);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchBucket')
      throw invalid(`The S3 bucket '${bucket}' does not exist`);
    throw error;
  }
}
