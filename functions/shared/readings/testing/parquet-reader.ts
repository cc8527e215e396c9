import { DuckDBInstance } from '@duckdb/node-api';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../../local/shared/testing/temporary-directory.ts';

/** What DuckDB makes of Parquet files: types by column, rows with times as rows of CSV have them, and how the files are compressed. */
export async function readParquet(files: readonly Buffer[]): Promise<{
  columns: Record<string, string>;
  rows: (string | null)[][];
  codecs: string[];
}> {
  const { directory, remove } = await temporaryDirectory();
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const texts = async (sql: string): Promise<(string | null)[][]> => {
    const rows = (await connection.runAndReadAll(sql)).getRows();
    return rows.map((row) => row.map((cell) => cell?.toString() ?? null));
  };
  try {
    for (const [index, file] of files.entries()) await writeFile(join(directory, `${index}.parquet`), file);
    const path = `'${join(directory, '*.parquet')}'`;
    const columns = await texts(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${path})`);
    const time = "strftime(time, '%Y-%m-%d %H:%M:%S.%n')";
    const codecs = await texts(`SELECT DISTINCT compression FROM parquet_metadata(${path})`);
    return {
      columns: Object.fromEntries(columns.map(([name, type]) => [name ?? '', type ?? ''])),
      rows: await texts(`SELECT ${time}, * EXCLUDE (time) FROM ${path}`),
      codecs: codecs.map(([codec]) => codec ?? ''),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
    await remove();
  }
}
