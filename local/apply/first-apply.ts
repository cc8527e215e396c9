import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../../deploy/is-there.ts';
import type { Closable } from '../stack/closers.ts';
import { holdFolder, holdState, STATE_LOCK, StateInUse } from '../stack/held-folder.ts';

/** Is there from the first apply that ended well until all is destroyed. */
const APPLIED = 'applied';
/** What tells that the demo is loaded. */
const DEMO = 'demo.json';
/** The lock of whoever lets Terraform work on the folder. */
const CHANGE_LOCK = 'changing';
const LOCKS: readonly string[] = [CHANGE_LOCK, STATE_LOCK];

/**
 * Lets one Terraform at a time work on a folder, until this process ends or closes what it gets.
 * @throws StateInUse
 */
export function holdChange(directory: string): Promise<Closable> {
  return holdFolder(
    join(directory, CHANGE_LOCK),
    `Terraform is at work on ${directory} in another terminal. Come again when it is done.`,
  );
}

/**
 * Empties a folder in which no apply has ended well yet: there is nothing to keep, and there may be what Terraform was making when it was cut off and
 * does not know of, which it would fail to make again. Leaves the folder to a process that runs there.
 * @returns whether there was anything
 */
export async function beginAfresh(directory: string): Promise<boolean> {
  if (await isThere(join(directory, APPLIED))) return false;
  try {
    const held = await holdState(directory);
    try {
      const left = (await readdir(directory)).filter((name) => !LOCKS.includes(name));
      for (const name of left) await rm(join(directory, name), { recursive: true });
      return left.length > 0;
    } finally {
      await held.close();
    }
  } catch (error) {
    if (error instanceof StateInUse) return false;
    throw error;
  }
}

/** From now on there is something to keep. */
export async function rememberApplied(directory: string): Promise<void> {
  await writeFile(join(directory, APPLIED), '');
}

/** All is destroyed: the next apply is a first one. */
export async function forgetApplied(directory: string): Promise<void> {
  for (const file of [APPLIED, DEMO]) await rm(join(directory, file), { force: true });
}
