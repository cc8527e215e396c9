import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { AwsError } from './aws-error.ts';

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

/**
 * What is said of an error to who asked: it itself where it is AWS's, or that the service is unavailable where its database has been closed meanwhile.
 * Then the end found a request half done, which is as after a kill. Undefined for any other, which is a fault of ours.
 */
export function answerable(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  const isClosed = error instanceof Error && 'code' in error && CLOSED.has(error.code);
  return isClosed ? new AwsError('ServiceUnavailable', 'Service is unable to handle request.', {}, 503) : undefined;
}

const CLOSED: ReadonlySet<unknown> = new Set(['LEVEL_DATABASE_NOT_OPEN', 'LEVEL_ITERATOR_NOT_OPEN']);
