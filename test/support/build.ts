import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildAll } from '../../build/main.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built artefacts, as `npm run build` writes them to `dist/`. */
    dist: string;
    /** How Sonde's resources are made. */
    road: 'laptop' | 'terraform';
    /** What readings are kept in; `timestream` unless given. */
    store?: 'timestream' | 'dynamodb';
  }
}

declare global {
  var builtSonde: Promise<string> | undefined;
}

/** Builds Sonde once for all end-to-end tests of a run, which are several projects. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.builtSonde ??= build();
  const dist = await globalThis.builtSonde;
  project.provide('dist', dist);
  return () => rm(dist, { recursive: true, force: true });
}

async function build(): Promise<string> {
  const dist = await mkdtemp(join(tmpdir(), 'sonde-dist-'));
  await buildAll(resolve(import.meta.dirname, '../..'), dist);
  return dist;
}
