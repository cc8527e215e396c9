import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { FunctionDefinition } from '../../functions/shared/define-function.ts';
import { readRuns, type Run } from './output.ts';
import { audit } from './rules/audit.ts';
import { functionAlarms, functions } from './rules/functions.ts';
import { keys } from './rules/keys.ts';
import { permissions, roles } from './rules/permissions.ts';
import { queues } from './rules/queues.ts';
import { readings, readingsStores } from './rules/readings.ts';
import { resolvers } from './rules/resolvers.ts';
import { schedules } from './rules/schedules.ts';
import { stores } from './rules/stores.ts';

// What every environment must keep to, whatever its settings. Reads what `terraform test -json -verbose -test-directory=testing` prints.

/** What the names of the runs in policy.tftest.hcl begin with. */
const PREFIX = 'sonde-test-';

const FUNCTIONS = new URL('../../functions/', import.meta.url);

const Built = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ resolvers: v.record(v.string(), v.object({ kind: v.string() })) }),
);

async function readDefinitions(): Promise<Record<string, FunctionDefinition>> {
  const entries = await readdir(FUNCTIONS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== 'shared').map(({ name }) => name);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readDefinition(name)] as const)));
}

async function readDefinition(name: string): Promise<FunctionDefinition> {
  const module = (await import(new URL(`${name}/function.ts`, FUNCTIONS).href)) as { default: FunctionDefinition };
  return module.default;
}

const [runs, definitions, built] = await Promise.all([
  readRuns(createInterface({ input: process.stdin })),
  readDefinitions(),
  readFile(`${process.env.TF_VAR_dist_path ?? '../dist'}/api.json`, 'utf8').then((text) => v.parse(Built, text)),
]);

const violationsOf = ({ name, resources }: Run): string[] =>
  [
    ...permissions(resources),
    ...roles(resources),
    ...queues(resources),
    ...keys(resources),
    ...functions(resources, definitions, { prefix: PREFIX, stores: readingsStores(resources, PREFIX) }),
    ...schedules(resources, definitions, PREFIX),
    ...readings(resources, PREFIX),
    ...audit(resources, PREFIX),
    ...functionAlarms(resources, PREFIX),
    ...resolvers(resources, built.resolvers),
    ...stores(resources),
  ].map((violation) => `${name}: ${violation}`);

const violations = runs.flatMap(violationsOf);
for (const violation of violations) console.error(`failed: ${violation}`);
const resources = runs.map(({ name, resources }) => `${resources.length} resources of ${name}`).join(' and ');
if (violations.length > 0) process.exitCode = 1;
else console.log(`policy: ${resources} keep to it`);
