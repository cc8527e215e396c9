import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { openEngine } from './engine.ts';

test('the engine writes and reads in the folder of UNLOAD only, and nobody can change that', async () => {
  const { directory, remove } = await temporaryDirectory();
  const engine = await openEngine(join(directory, "it's data"));
  await mkdir(engine.unloadDirectory);
  const connection = await engine.connect();
  const copy = (path: string) => connection.run(`COPY (SELECT 1) TO '${path.replaceAll("'", "''")}'`);
  await copy(join(engine.unloadDirectory, 'rows.csv'));
  for (const path of [
    join(directory, 'rows.csv'),
    `${engine.unloadDirectory}.csv`,
    `${engine.unloadDirectory}/../rows.csv`,
    '/tmp/rows.csv',
  ])
    await expect(copy(path)).rejects.toThrow('Permission Error');
  for (const sql of [
    "SET allowed_directories = ['/']",
    'SET enable_external_access = true',
    'SET lock_configuration = false',
    'INSTALL httpfs',
    "ATTACH '/tmp/other.duckdb'",
    "SELECT * FROM read_text('/etc/hostname')",
  ])
    await expect(connection.run(sql)).rejects.toThrow();
  connection.closeSync();
  engine.close();
  await remove();
});
