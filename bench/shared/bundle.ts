import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunction } from '../../build/bundle.ts';
import { ENTRY } from '../../build/modules.ts';

const root = resolve(import.meta.dirname, '../..');

/** Writes a file of the project to a folder, bundled as functions are. @returns the module that exports what the file exports */
export async function writeBundle(directory: string, entry: string): Promise<string> {
  for (const [name, text] of Object.entries(await bundleFunction(root, entry)))
    await writeFile(join(directory, name), text);
  return join(directory, ENTRY);
}

/** Imports a file of the project, bundled as functions are: what it exports is what it would export as it stands. */
export async function importBundled<Exports>(entry: string): Promise<Exports> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  try {
    return (await import(pathToFileURL(await writeBundle(directory, entry)).href)) as Exports;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
