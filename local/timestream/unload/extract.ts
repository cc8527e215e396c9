import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import { invalid } from '../errors.ts';
import { literal } from '../storage/sql.ts';
import type { UnloadOptions } from './options.ts';
import { findPartitions, partitionNumber } from './partitions.ts';
import type { Projection } from './projection.ts';

/** A file that the engine has written: without header and compression where it is CSV. */
export interface ExtractedFile {
  readonly path: string;
  readonly bytes: number;
  /** Known for Parquet only. */
  readonly rows: number | undefined;
  /** Folder below `results/`: empty, or ending with `/`. */
  readonly partition: string;
}

/** A file of a larger result is about so long, where `max_file_size` allows. */
const PARQUET_FILE_BYTES = 128 * 2 ** 20;
const WATCH_INTERVAL_MS = 500;
const INTERRUPT_INTERVAL_MS = 100;
/** Of the disk space that is free when an UNLOAD starts, so much stays free. */
const MIN_DISK_SHARE = 0.5;

const parquetStatistics = v.array(
  v.looseTuple([
    v.string(),
    v.pipe(
      v.union([v.bigint(), v.number()]),
      v.transform((count) => Number(count)),
    ),
  ]),
);

/**
 * Writes a query's result into `directory`, by all threads of the engine at once. The rows are in the order in which the threads come to them.
 * @param signal ends it
 */
export async function extract(
  connection: DuckDBConnection,
  { projection, options, directory }: { projection: Projection; options: UnloadOptions; directory: string },
  signal: AbortSignal,
): Promise<ExtractedFile[]> {
  const watch = await watchDisk(directory, signal);
  let again: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    // One that comes while a statement is about to begin is lost.
    again = setTimeout(interrupt, INTERRUPT_INTERVAL_MS);
  };
  watch.signal.addEventListener('abort', interrupt);
  try {
    watch.signal.throwIfAborted();
    // The partitions are found, and the rows are read, as of the same moment.
    await connection.run('BEGIN');
    const partitions = await findPartitions(connection, projection);
    watch.signal.throwIfAborted();
    const sql = copySql(projection, options, { partitions, directory });
    const rows = (await connection.runAndReadAll(sql)).getRows();
    watch.signal.throwIfAborted();
    const counts = options.csv
      ? new Map<string, number>()
      : new Map(v.parse(parquetStatistics, rows).map(([path, count]) => [path, count]));
    return await listFiles(directory, partitions, counts);
  } catch (error) {
    // The engine calls it an interruption.
    watch.signal.throwIfAborted();
    throw error;
  } finally {
    watch.signal.removeEventListener('abort', interrupt);
    clearTimeout(again);
    watch.end();
  }
}

function copySql(
  projection: Projection,
  { csv, isCompressed, maxFileBytes }: UnloadOptions,
  { partitions, directory }: { partitions: readonly string[]; directory: string },
): string {
  const columns = [...projection.columns];
  const settings = csv
    ? [`FORMAT csv`, `HEADER false`, `QUOTE ''`, `ESCAPE ''`, `NULLSTR ''`, `DELIMITER ${literal(csv.delimiter)}`]
    : [`FORMAT parquet`, `COMPRESSION ${isCompressed ? 'gzip' : 'uncompressed'}`, 'RETURN_STATS true'];
  if (partitions.length > 0) {
    columns.push(`${partitionNumber(projection, partitions)} AS ts_partition`);
    settings.push('PARTITION_BY (ts_partition)');
  } else {
    settings.push('PER_THREAD_OUTPUT true');
    if (!csv) settings.push(`FILE_SIZE_BYTES ${Math.floor(Math.min(maxFileBytes, PARQUET_FILE_BYTES))}`);
  }
  return `COPY (SELECT ${columns.join(', ')} FROM ${projection.from}) TO ${literal(join(directory, 'rows'))} (${settings.join(', ')})`;
}

async function listFiles(
  directory: string,
  partitions: readonly string[],
  counts: ReadonlyMap<string, number>,
): Promise<ExtractedFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        const [, number] = /[/\\]ts_partition=(\d+)$/.exec(parentPath) ?? [];
        const partition = number === undefined ? '' : (partitions[Number(number) - 1] ?? '');
        return { path, bytes: (await stat(path)).size, rows: counts.get(path), partition };
      }),
  );
}

/** A signal that comes with `signal`, and when the disk gets full. */
async function watchDisk(directory: string, signal: AbortSignal): Promise<{ signal: AbortSignal; end(): void }> {
  const least = (await freeBytes(directory)) * MIN_DISK_SHARE;
  const controller = new AbortController();
  const timer = setInterval(() => {
    freeBytes(directory).then(
      (free) => {
        if (free < least) controller.abort(invalid('The result is too large for the disk here'));
      },
      (error: unknown) => {
        controller.abort(error);
      },
    );
  }, WATCH_INTERVAL_MS);
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    end: () => {
      clearInterval(timer);
    },
  };
}

async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
