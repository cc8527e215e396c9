import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiArtifact, ConsoleArtifact } from '../../build/artifacts.ts';
import { deviceAccess } from '../../deploy/device-access.ts';
import { CreateDeviceDocument, MeDocument, ProvisionDeviceDocument } from '../../examples/generated/documents.ts';
import { clientOptions } from '../../local/shared/testing/serve.ts';
import { applied, SETTINGS, type Applied } from '../support/applied.ts';
import { succeed } from '../support/terraform.ts';
import { makeOrganization } from '../support/people.ts';
import { leftIn } from './left.ts';

let stack: Applied;
beforeAll(async () => {
  stack = await applied();
});
afterAll(() => stack.sonde.close());

const CHANGED = `import { util } from '@aws-appsync/utils';
export function request() { util.error('This resolver was changed.'); }
export function response() { return null; }
`;

const Plan = v.object({
  resource_changes: v.array(v.object({ address: v.string(), change: v.object({ actions: v.array(v.string()) }) })),
});

/** What a plan would do to which resource. */
async function planned(...options: string[]): Promise<Record<string, readonly string[]>> {
  const file = join(stack.folder, '..', 'changes.tfplan');
  await succeed(stack.terraform(['plan', `-out=${file}`, ...options, ...SETTINGS]));
  const { output } = await stack.terraform(['show', '-json', file]);
  const { resource_changes } = v.parse(v.pipe(v.string(), v.parseJson(), Plan), output);
  const changes = resource_changes.filter(({ change }) => change.actions.join() !== 'no-op');
  return Object.fromEntries(changes.map(({ address, change }) => [address, change.actions]));
}

const applyPlanned = (): Promise<string> =>
  succeed(stack.terraform(['apply', '-no-color', '-input=false', join(stack.folder, '..', 'changes.tfplan')]));

it('changes one resource for one changed resolver and one for one changed file, and serves both at once', async () => {
  const { administrator } = await makeOrganization(stack.sonde, 'Change');
  await changeCode('Query.me', CHANGED);
  await changePage('<!doctype html><title>This page was changed.</title>');
  expect(await planned()).toEqual({
    'module.api.aws_appsync_resolver.this["Query.me"]': ['update'],
    'module.console[0].aws_s3_object.page': ['update'],
  });
  await applyPlanned();
  expect(await (await fetch(stack.sonde.addresses.consoleUrl)).text()).toContain('This page was changed.');
  await expect(administrator.request(MeDocument, {})).rejects.toThrow('This resolver was changed.');
});

it('shows what was changed without it', async () => {
  const client = new LambdaClient(clientOptions(stack.sonde.addresses.awsUrl));
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'sonde-local-ingest', Timeout: 7 }));
  expect(await planned()).toEqual({ 'module.readings.module.ingest.aws_lambda_function.this': ['update'] });
});

/** Changes the code of a resolver in the copy of the artefacts that Terraform deploys. */
async function changeCode(resolver: string, code: string): Promise<void> {
  const file = join(stack.dist, 'api.json');
  const api = JSON.parse(await readFile(file, 'utf8')) as ApiArtifact;
  const found = api.resolvers[resolver];
  if (!found) throw new Error(`There is no resolver ${resolver}`);
  const resolvers = { ...api.resolvers, [resolver]: { ...found, code } };
  await writeFile(file, JSON.stringify({ ...api, resolvers }));
}

/** Changes the page of the console there. */
async function changePage(html: string): Promise<void> {
  const file = join(stack.dist, 'console.json');
  const { files, headers } = JSON.parse(await readFile(file, 'utf8')) as ConsoleArtifact;
  const page = files['index.html'];
  if (!page) throw new Error('The console has no page');
  const sha256 = createHash('sha256').update(html).digest('hex');
  await writeFile(join(stack.dist, 'console', 'index.html'), html);
  await writeFile(file, JSON.stringify({ headers, files: { ...files, 'index.html': { ...page, sha256 } } }));
}

/** Provisions a device as an operator does: Terraform knows nothing of its thing and its certificate. */
async function provisionDevice(): Promise<void> {
  const { operator } = await makeOrganization(stack.sonde, 'Left');
  const { createDevice: device } = await operator.request(CreateDeviceDocument, { input: { name: 'Sensor' } });
  await operator.request(ProvisionDeviceDocument, { input: { deviceId: device.id } });
}

/** Disables the console's distribution: Terraform, where it does so itself, looks half a minute later whether it is done. */
async function disableDistribution(): Promise<void> {
  const client = new CloudFrontClient(clientOptions(stack.sonde.addresses.awsUrl));
  const { DistributionList } = await client.send(new ListDistributionsCommand({}));
  const Id = DistributionList?.Items?.[0]?.Id;
  const { DistributionConfig, ETag } = await client.send(new GetDistributionConfigCommand({ Id }));
  if (!DistributionConfig) throw new Error('The distribution has no configuration');
  const config = { ...DistributionConfig, Enabled: false };
  await client.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: config }));
}

it('destroys all of it, with what devices connect by, and leaves nothing', async () => {
  await disableDistribution();
  await provisionDevice();
  const { output } = await stack.terraform(['output', '-json']);
  const outputs = v.parse(v.record(v.string(), v.object({ value: v.unknown() })), JSON.parse(output));
  const values = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  const devices = deviceAccess(values, clientOptions(stack.sonde.addresses.awsUrl));
  const { certificates, things } = (await devices?.count()) ?? { certificates: 0, things: 0 };
  expect(Math.min(certificates, things)).toBeGreaterThan(0);
  await devices?.remove(() => undefined);
  const said = await succeed(stack.terraform(['destroy', '-auto-approve', ...SETTINGS]));
  expect(said).toMatch(/Destroy complete! Resources: \d{3} destroyed\./);
  expect(await leftIn(stack.sonde)).toEqual({});
});
