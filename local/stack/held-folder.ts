import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { FolderInUse, openLevel } from '../shared/level.ts';
import { replaceFile } from '../shared/replace-file.ts';
import type { Closable } from './closers.ts';

/** The lock in a folder of state. */
export const STATE_LOCK = 'held';

/** Another process has the state. */
export class StateInUse extends Error {}

/**
 * Keeps a folder for this process, whose end gives it free, however it ends: the lock is the operating system's.
 * @throws StateInUse with the message
 */
export async function holdFolder(folder: string, message: string): Promise<Closable> {
  try {
    const level = await openLevel(folder);
    return { close: () => level.close() };
  } catch (error) {
    throw error instanceof FolderInUse ? new StateInUse(message, { cause: error }) : error;
  }
}

/** Keeps a folder of state, and forgets where a process answered that had it before. Made here, nobody else may look into it: devices' keys are there. */
export async function holdState(directory: string): Promise<Closable> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const held = await holdFolder(
    join(directory, STATE_LOCK),
    `${directory} is in use: another Sonde is running there. Stop it, or choose another folder with SONDE_DATA.`,
  );
  await rm(endpointFile(directory), { force: true });
  return held;
}

const Endpoint = v.pipe(v.string(), v.parseJson(), v.strictObject({ awsUrl: v.string() }));

/** Tells other processes where the one that has the folder answers, until it is closed. */
export async function tellEndpoint(directory: string, awsUrl: string): Promise<Closable> {
  const file = endpointFile(directory);
  await replaceFile(file, JSON.stringify({ awsUrl } satisfies v.InferOutput<typeof Endpoint>));
  return { close: () => rm(file, { force: true }) };
}

const PATIENCE_MS = 30_000;

/**
 * The AWS endpoint of the process that has the folder, once it has started.
 * @throws Error where it does not within half a minute
 */
export async function toldEndpoint(directory: string): Promise<string> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return v.parse(Endpoint, await readFile(endpointFile(directory), 'utf8')).awsUrl;
    } catch (error) {
      const starting = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!starting || performance.now() > end) throw error;
      await wait(100);
    }
  }
}

const endpointFile = (directory: string): string => join(directory, 'endpoint.json');
