import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ApiDefinition } from '../api.ts';

/** A resolver that AppSync takes. */
export const GOOD_CODE =
  'export function request() { return {}; }\nexport function response(ctx) { return ctx.result; }\n';

const FRAME = 'resolvers/steps/pipeline.ts';
const SCHEMA = 'type Query { device: String }\n';

/** A project of these files, by path, in a folder that is gone after the test. What every project has is there unless it is given. */
export async function projectOf(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  const all = { [FRAME]: GOOD_CODE, 'schema/api.graphql': SCHEMA, ...files };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

/** What a project's wiring says, with nothing but what is given. */
export function definitionOf(members: Partial<ApiDefinition>): ApiDefinition {
  const nothing = { tables: {}, steps: {}, wiring: {}, auditedByFunctions: {} };
  return { ...nothing, dataSources: { none: { type: 'NONE' } }, ...members };
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-build-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
