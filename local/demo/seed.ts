import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { Log } from '../shared/log.ts';
import { replaceFile } from '../shared/replace-file.ts';
import { readingsLocation } from '../stack/readings-location.ts';
import type { Stack } from '../stack/stack.ts';

/** `demo.json` of the state: when the demo's history ends, and whether all of it is there. */
const Progress = v.object({ now: v.number(), done: v.boolean() });
type Progress = v.InferOutput<typeof Progress>;

export interface SeedOptions {
  /** Where the stack's state lives. */
  directory: string;
  log: Log;
  /** Ends the loading between two steps. */
  signal: AbortSignal;
}

/**
 * Fills an empty stack with the demo organization and its history. Interrupted, it goes on at the next start with the same end of time, so that no
 * reading is there twice; done, it does nothing.
 */
export async function seedDemo({ services, addresses }: Stack, { directory, log, signal }: SeedOptions): Promise<void> {
  const file = join(directory, 'demo.json');
  const progress = (await readProgress(file)) ?? { now: Date.now(), done: false };
  if (progress.done) return;
  log.info('Loading the demo organization and its measured history, once:');
  await writeProgress(file, progress);
  const [{ seedRegistry }, { seedHistory }] = await Promise.all([import('./registry.ts'), import('./history.ts')]);
  await seedRegistry(
    { dynamodb: services.dynamodb.call, cognito: services.cognito.call, poolId: addresses.userPoolId },
    progress.now,
  );
  const location = readingsLocation(services.lambda);
  const isWhole = await seedHistory({ ...addresses, location }, progress.now, { log, signal });
  if (isWhole) await writeProgress(file, { ...progress, done: true });
}

async function readProgress(file: string): Promise<Progress | undefined> {
  try {
    return v.parse(Progress, JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read. Remove ${dirname(file)} to start afresh.`, { cause: error });
  }
}

async function writeProgress(file: string, progress: Progress): Promise<void> {
  await replaceFile(file, `${JSON.stringify(progress)}\n`);
}
