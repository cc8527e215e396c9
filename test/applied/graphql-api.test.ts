import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awsVariables } from '../../local/apply/variables.ts';
import { silentLog } from '../../local/shared/log.ts';
import { startPlatform, type Platform } from '../../local/stack/platform.ts';
import { initArguments, runTerraform, succeed, type Ended } from '../support/terraform.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const Trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'appsync.amazonaws.com' } }],
};
const Pool = v.object({ UserPool: v.object({ Id: v.string() }) });
const Apis = v.object({
  graphqlApis: v.strictTuple([v.object({ apiId: v.string(), uris: v.object({ GRAPHQL: v.string() }) })]),
});
const Keys = v.object({ apiKeys: v.strictTuple([v.object({ id: v.string() })]) });

/** A platform of its own: what it is given and loses is no part of what the other tests work on. */
let folder: string;
let platform: Platform;
let given: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sonde-'));
  await copyFile(join(import.meta.dirname, 'graphql-api', 'main.tf'), join(folder, 'main.tf'));
  const ports = { graphql: 0, aws: 0, mqtt: 0, mqtts: 0 };
  platform = await startPlatform({ directory: join(folder, 'state'), ports, log: silentLog });
  const { appsync, cognito, iam } = platform.services;
  platform.serve((request) => appsync.fetch(request));
  const { UserPool } = v.parse(Pool, await cognito.call('CreateUserPool', { PoolName: 'people' }));
  await iam.call('CreateRole', { RoleName: 'data-source', AssumeRolePolicyDocument: JSON.stringify(Trust) });
  given = {
    TF_VAR_user_pool_id: UserPool.Id,
    TF_VAR_role_arn: 'arn:aws:iam::000000000000:role/data-source',
    TF_VAR_expires: `${new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 13)}:00:00Z`,
  };
  await succeed(terraform(initArguments()));
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true });
});

const terraform = (args: readonly string[]): Promise<Ended> =>
  runTerraform(args, { folder, variables: { ...awsVariables(platform.awsUrl), ...given } });
const OPTIONS = ['-no-color', '-input=false', '-parallelism=30'];
const CHANGED = '-var=is_changed=true';

async function expectNoDifference(...settings: string[]): Promise<void> {
  const { code, output } = await terraform(['plan', '-detailed-exitcode', ...OPTIONS, ...settings]);
  expect(output).toContain('No changes. Your infrastructure matches the configuration.');
  expect(code).toBe(0);
}

/** What the API answers to whom has its key. */
async function plain(): Promise<unknown> {
  const { appsync } = platform.services;
  const { graphqlApis } = v.parse(Apis, await appsync.call('ListGraphqlApis', {}));
  const [{ apiId, uris }] = graphqlApis;
  const { apiKeys } = v.parse(Keys, await appsync.call('ListApiKeys', { apiId }));
  const body = JSON.stringify({ query: '{ plain }' });
  const response = await fetch(uris.GRAPHQL, { method: 'POST', headers: { 'x-api-key': apiKeys[0].id }, body });
  return response.json();
}

it('makes an API with keys, versions and batches, changes all of it in place, and leaves nothing', async () => {
  expect(await succeed(terraform(['apply', '-auto-approve', ...OPTIONS]))).toContain('11 added, 0 changed');
  await expectNoDifference();
  expect(await plain()).toEqual({ data: { plain: 'first' } });

  const said = await succeed(terraform(['apply', '-auto-approve', ...OPTIONS, CHANGED]));
  expect(said).toContain('0 added, 10 changed, 0 destroyed');
  await expectNoDifference(CHANGED);
  expect(await plain()).toEqual({ data: { plain: 'changed' } });

  expect(await succeed(terraform(['destroy', '-auto-approve', '-refresh=false', ...OPTIONS]))).toContain(
    '11 destroyed',
  );
  const { appsync } = platform.services;
  expect(await appsync.call('ListGraphqlApis', {})).toEqual({ graphqlApis: [] });
});
