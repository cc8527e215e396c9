import { rename, writeFile } from 'node:fs/promises';

/**
 * Writes a file whole or not at all, also where the process is killed meanwhile: into `<file>.new` first. One writer at a time.
 * @param mode who may read it; as the system has it unless given
 */
export async function replaceFile(file: string, text: string, { mode }: { mode?: number } = {}): Promise<void> {
  await writeFile(`${file}.new`, text, mode === undefined ? {} : { mode });
  await rename(`${file}.new`, file);
}
