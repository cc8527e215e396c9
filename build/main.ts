import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildApi } from './api.ts';
import { buildConsole } from './console.ts';
import { buildFunctions } from './functions.ts';

/** Writes everything that Terraform and `local/` read to `dist` (default: `dist/` of the project). */
export async function buildAll(projectRoot: string, dist = join(projectRoot, 'dist')): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const [api, functions, console] = await Promise.all([
    buildApi(projectRoot),
    buildFunctions(projectRoot, dist),
    buildConsole(projectRoot, dist),
  ]);
  await writeJson(join(dist, 'api.json'), api);
  await writeJson(join(dist, 'functions.json'), functions);
  await writeJson(join(dist, 'console.json'), console);
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const [, , dist] = process.argv;
  try {
    await buildAll(resolve(import.meta.dirname, '..'), dist === undefined ? undefined : resolve(dist));
  } catch (error) {
    process.stderr.write(`The build failed:\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
