import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TIMESTREAM } from '../export/data.ts';
import { fill } from '../export/fill.ts';

const root = resolve(import.meta.dirname, '../..');
/** What the files of the readings depend on, beside their number. */
const SOURCES = ['bench/export/data.ts', 'bench/export/fill.ts', 'local/timestream/storage', 'package-lock.json'];

/** A folder for the stand-ins in which so many readings are stored. It is kept for the next run, as long as what makes it is the same. */
export async function storedReadings(rows: number): Promise<string> {
  const cache = join(root, 'node_modules/.cache/bench');
  const directory = join(cache, `readings-${rows}-${await digest()}`);
  if (existsSync(directory)) return directory;
  // Of an earlier version, or of another number: one of them is enough to keep.
  await rm(cache, { recursive: true, force: true });
  const making = `${directory}-${process.pid}`;
  await mkdir(making, { recursive: true });
  try {
    await fill(join(making, TIMESTREAM), rows);
    await rename(making, directory);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return directory;
}

async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(SOURCES.map(filesOf))).flat()) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}

async function filesOf(source: string): Promise<string[]> {
  const path = join(root, source);
  if (/\.\w+$/.test(source)) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
