import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ApiArtifact, FunctionsArtifact } from '../../build/artifacts.ts';
import type { ReadingsLocation } from '../../functions/shared/readings/location.ts';

export interface Artifacts {
  api: ApiArtifact;
  functions: FunctionsArtifact;
  /** The bytes of each function's zip, by its logical name. */
  zips: Readonly<Record<string, Uint8Array>>;
}

/** Reads what `make build` wrote, the same files that Terraform reads: of the functions those that a deployment with this readings store has. */
export async function readArtifacts(dist: string, store: ReadingsLocation['kind'] = 'timestream'): Promise<Artifacts> {
  const [api, built] = await Promise.all([
    readJson(join(dist, 'api.json'), isApi),
    readJson(join(dist, 'functions.json'), isFunctions),
  ]);
  const functions = Object.fromEntries(
    Object.entries(built).filter(([, { readingsStore = store }]) => readingsStore === store),
  );
  const zips = await Promise.all(
    Object.entries(functions).map(async ([name, { zip }]) => [name, await readFile(join(dist, zip))] as const),
  );
  return { api, functions, zips: Object.fromEntries(zips) };
}

/** Enough of the shape to tell what another version built, or nobody. */
const isApi = (value: unknown): value is ApiArtifact =>
  v.is(v.object({ schema: v.string(), tables: v.looseObject({}), resolvers: v.looseObject({}) }), value);
const isFunctions = (value: unknown): value is FunctionsArtifact =>
  v.is(v.looseObject({ ingest: v.object({ zip: v.string(), iotRule: v.string() }) }), value);

async function readJson<T>(file: string, isRight: (value: unknown) => value is T): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file} cannot be read. Build it first: make build`, { cause: error });
  });
  const value: unknown = JSON.parse(text);
  if (!isRight(value)) throw new Error(`${file} is not what this version builds. Build it again: make clean build`);
  return value;
}
