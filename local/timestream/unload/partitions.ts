import type { DuckDBConnection } from '@duckdb/node-api';
import { invalid } from '../errors.ts';
import { literal } from '../storage/sql.ts';
import type { Projection } from './projection.ts';

/** "Limits for UNLOAD from Timestream for LiveAnalytics". */
const MAX_PARTITIONS = 100;

/**
 * The folders below `results/` that an UNLOAD with `partitioned_by` writes, such as `channel=direct/`.
 * Rejects with ValidationException where there are too many, and where a value has characters that are not ASCII ("Best practices for UNLOAD"), or is
 * null, of which the documentation does not say what becomes.
 */
export async function findPartitions(connection: DuckDBConnection, { from, partition }: Projection): Promise<string[]> {
  if (partition === undefined) return [];
  const sql = `SELECT DISTINCT ${partition} FROM ${from} LIMIT ${MAX_PARTITIONS + 1}`;
  const folders = (await connection.runAndReadAll(sql)).getRows().map(([folder]) => folder);
  if (folders.length > MAX_PARTITIONS) throw invalid(`UNLOAD writes at most ${MAX_PARTITIONS} partitions`);
  return folders.map((folder) => {
    if (typeof folder !== 'string') throw invalid('A null in a column of partitioned_by is not supported here');
    if (!/^[\x20-\x7e]*$/.test(folder)) throw invalid(`The partition '${folder}' has characters other than ASCII`);
    return folder;
  });
}

/** The SQL of a row's place in `folders`, from 1. */
export function partitionNumber({ partition = '' }: Projection, folders: readonly string[]): string {
  return `list_position([${folders.map(literal).join(', ')}], ${partition})`;
}
