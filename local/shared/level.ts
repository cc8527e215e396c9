import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';

const lockedError = v.object({ cause: v.object({ code: v.literal('LEVEL_LOCKED') }) });

/** The folder is open already, here or in another process. */
export class FolderInUse extends Error {}

/**
 * Opens the LevelDB in `directory`, which is made if missing.
 * @param valueEncoding `utf8` for text, `json` for what JSON can hold
 * @throws FolderInUse that names the directory
 */
export async function openLevel<Value = string>(
  directory: string,
  valueEncoding: 'utf8' | 'json' = 'utf8',
): Promise<ClassicLevel<string, Value>> {
  await mkdir(directory, { recursive: true });
  const level = new ClassicLevel<string, Value>(directory, { valueEncoding });
  try {
    await level.open();
  } catch (error) {
    if (v.is(lockedError, error))
      throw new FolderInUse(
        `${directory} is in use: another Sonde is running there. Stop it, or choose another directory.`,
      );
    throw error;
  }
  return level;
}
