import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { MACROS } from '../dialect/macros/macros.ts';
import { literal } from './sql.ts';

/** The one DuckDB database of a directory. */
export interface Engine {
  /** The only folder that COPY can write to. It is there while an UNLOAD is under way. */
  readonly unloadDirectory: string;
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

const CATALOG = `
CREATE TABLE IF NOT EXISTS main.ts_databases (name VARCHAR, kms_key_id VARCHAR, created_ms BIGINT, updated_ms BIGINT);
CREATE TABLE IF NOT EXISTS main.ts_tables
  (id INTEGER, database VARCHAR, name VARCHAR, settings VARCHAR, created_ms BIGINT, updated_ms BIGINT);
CREATE TABLE IF NOT EXISTS main.ts_columns (table_id INTEGER, kind VARCHAR, name VARCHAR, type VARCHAR, position INTEGER);
CREATE TABLE IF NOT EXISTS main.ts_tags (arn VARCHAR, key VARCHAR, value VARCHAR);
`;

// A query must not reach files, the network or extensions, whatever the dialect check lets through.
const lockDown = (unloadDirectory: string): string => `
SET GLOBAL TimeZone = 'UTC';
SET allowed_directories = [${literal(`${unloadDirectory}/`)}];
SET enable_external_access = false;
SET lock_configuration = true;
`;

// DuckDB's file lock holds between processes, not within one.
const openDirectories = new Set<string>();

/**
 * Opens the database of `directory` and makes the dialect's functions in it.
 * Rejects with a message that names the directory when another process, or this one, has it open.
 */
export async function openEngine(directory: string): Promise<Engine> {
  mkdirSync(directory, { recursive: true });
  const path = realpathSync(directory);
  if (openDirectories.has(path)) throw inUse(directory);
  openDirectories.add(path);
  try {
    const instance = await openInstance(path, directory);
    const unloadDirectory = join(path, 'unload');
    rmSync(unloadDirectory, { recursive: true, force: true });
    const connection = await instance.connect();
    // One transaction, as each costs a flush to disk.
    await connection.run(`BEGIN; ${CATALOG} ${MACROS} COMMIT;`);
    await connection.run(lockDown(unloadDirectory));
    connection.closeSync();
    return {
      unloadDirectory,
      connect: () => instance.connect(),
      close() {
        instance.closeSync();
        openDirectories.delete(path);
      },
    };
  } catch (error) {
    openDirectories.delete(path);
    throw error;
  }
}

async function openInstance(path: string, directory: string): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(join(path, 'timestream.duckdb'), {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // 7 / 2 is 3 on Timestream.
      integer_division: 'true',
      memory_limit: '1GB',
      temp_directory: join(path, 'spill'),
    });
  } catch (error) {
    if (error instanceof Error && /lock/i.test(error.message)) throw inUse(directory, error);
    throw error;
  }
}

function inUse(directory: string, cause?: Error): Error {
  return new Error(
    `The Timestream data in ${directory} is already open: stop the other process or choose another directory`,
    {
      cause,
    },
  );
}
