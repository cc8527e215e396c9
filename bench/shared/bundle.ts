import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunction } from '../../build/bundle.ts';

const root = resolve(import.meta.dirname, '../..');

/** Imports a file of the project, bundled as functions are: what it exports is what it would export as it stands. */
export async function importBundled<Exports>(entry: string): Promise<Exports> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  try {
    const file = join(directory, 'index.mjs');
    await writeFile(file, await bundleFunction(root, entry));
    return (await import(pathToFileURL(file).href)) as Exports;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
