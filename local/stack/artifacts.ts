import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiArtifact, FunctionsArtifact } from '../../build/artifacts.ts';

export interface Artifacts {
  api: ApiArtifact;
  functions: FunctionsArtifact;
  /** The bytes of each function's zip, by its logical name. */
  zips: Readonly<Record<string, Uint8Array>>;
}

/** Reads what `make build` wrote: the same files that Terraform reads. */
export async function readArtifacts(dist: string): Promise<Artifacts> {
  const [api, functions] = await Promise.all([
    readJson(join(dist, 'api.json')) as Promise<ApiArtifact>,
    readJson(join(dist, 'functions.json')) as Promise<FunctionsArtifact>,
  ]);
  const zips = await Promise.all(
    Object.entries(functions).map(async ([name, { zip }]) => [name, await readFile(join(dist, zip))] as const),
  );
  return { api, functions, zips: Object.fromEntries(zips) };
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file} cannot be read. Build it first: make build`, { cause: error });
  });
  return JSON.parse(text);
}
