import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The rows of Parquet files, with their time as nanoseconds. */
export async function readParquet(files: readonly Buffer[]) {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-parquet-'));
  const duckdb = await DuckDBInstance.create();
  const connection = await duckdb.connect();
  try {
    for (const [index, file] of files.entries()) await writeFile(join(directory, `${index}.parquet`), file);
    const from = `read_parquet('${directory}/*.parquet')`;
    const read = await connection.runAndReadAll(`SELECT epoch_ns(time) AS time, * EXCLUDE (time) FROM ${from}`);
    return read.getRowObjects();
  } finally {
    connection.closeSync();
    duckdb.closeSync();
    await rm(directory, { recursive: true });
  }
}
