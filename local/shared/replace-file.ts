import { rename, writeFile } from 'node:fs/promises';

/** Writes a file whole or not at all, also where the process is killed meanwhile: into `<file>.new` first. One writer at a time. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
