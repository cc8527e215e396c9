import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundleFunction } from '../../build/bundle.ts';

const root = resolve(import.meta.dirname, '../..');

export interface DataSet {
  name: string;
  /** What there is of it, such as how many rows. */
  variant: string;
  /** What it depends on: files, and all files of folders but tests. */
  sources: readonly string[];
  /** A file that it depends on with all that this imports. */
  entry?: string;
}

/** A folder with data that takes long to make. It is kept for the next run, as long as what makes it is the same. */
export async function keptData(data: DataSet, make: (directory: string) => Promise<void>): Promise<string> {
  const cache = join(root, 'node_modules/.cache/bench', data.name);
  const directory = join(cache, await digestOf(data));
  if (existsSync(directory)) return directory;
  // Of an earlier version, or of another variant: one of them is enough to keep.
  await rm(cache, { recursive: true, force: true });
  const making = `${directory}-${process.pid}`;
  await mkdir(making, { recursive: true });
  try {
    await make(making);
    await rename(making, directory);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return directory;
}

async function digestOf({ variant, sources, entry }: DataSet): Promise<string> {
  const hash = createHash('sha256').update(variant);
  for (const file of (await Promise.all(sources.map(filesOf))).flat()) hash.update(await readFile(file));
  if (entry !== undefined) for (const text of Object.values(await bundleFunction(root, entry))) hash.update(text);
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
