import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionArtifact, FunctionsArtifact } from './artifacts.ts';
import { bundleFunction } from './bundle.ts';
import { deterministicZip } from './zip.ts';
import type { FunctionDefinition } from '../functions/shared/define-function.ts';

/** Writes one zip a function under `dist/functions/`, and answers what `dist/functions.json` says of them. */
export async function buildFunctions(projectRoot: string, dist: string): Promise<FunctionsArtifact> {
  const directory = join(projectRoot, 'functions');
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map((entry) => entry.name)
    .sort();
  await mkdir(join(dist, 'functions'), { recursive: true });
  const artifacts = await Promise.all(
    names.map(async (name) => [name, await buildFunction(projectRoot, dist, name)] as const),
  );
  return Object.fromEntries(artifacts);
}

/** The zip of one function, whose bytes depend on its sources alone, and its SHA-256 in base64. */
export async function zipFunction(projectRoot: string, name: string): Promise<{ bytes: Uint8Array; sha256: string }> {
  const bytes = deterministicZip(await bundleFunction(projectRoot, `functions/${name}/handler.ts`));
  return { bytes, sha256: createHash('sha256').update(bytes).digest('base64') };
}

async function buildFunction(projectRoot: string, dist: string, name: string): Promise<FunctionArtifact> {
  const definition = await readDefinition(join(projectRoot, 'functions', name, 'function.ts'));
  const { bytes, sha256 } = await zipFunction(projectRoot, name);
  const zip = `functions/${name}.zip`;
  await writeFile(join(dist, zip), bytes);
  return {
    zip,
    sha256,
    handler: 'index.handler',
    description: definition.description,
    timeoutSeconds: definition.timeoutSeconds,
    memoryMb: definition.memoryMb,
    environment: Object.keys(definition.environment.entries).sort(),
    graphqlFields: definition.graphqlFields ?? [],
    ...(definition.iotRule === undefined ? {} : { iotRule: definition.iotRule }),
    ...(definition.schedule === undefined ? {} : { schedule: definition.schedule }),
    ...(definition.httpRoutes === undefined ? {} : { httpRoutes: definition.httpRoutes }),
    ...(definition.readingsStore === undefined ? {} : { readingsStore: definition.readingsStore }),
  };
}

async function readDefinition(file: string): Promise<FunctionDefinition> {
  const module = (await import(pathToFileURL(file).href)) as { default: FunctionDefinition };
  return module.default;
}
