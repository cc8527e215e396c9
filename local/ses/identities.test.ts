import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetEmailIdentityCommand,
  ListTagsForResourceCommand,
  SESv2Client,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sesv2';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve, type Served } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createSes, type Ses } from './index.ts';

const EmailIdentity = 'no-reply@sonde.example';
const ResourceArn = `arn:aws:ses:eu-west-1:000000000000:identity/${EmailIdentity}`;
const project = { Key: 'Project', Value: 'sonde' };

let directory: string;
let remove: () => Promise<void>;
let ses: Ses;
let served: Served;
let client: SESv2Client;

beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
  await start();
  await client.send(new CreateEmailIdentityCommand({ EmailIdentity, Tags: [project] }));
});
afterEach(async () => {
  await stop();
  await remove();
});

const open = () => createSes({ mail: { deliver: () => Promise.resolve() }, directory, log: silentLog });

async function start(): Promise<void> {
  ses = open();
  served = await serve(ses);
  client = new SESv2Client(clientOptions(served.url));
}

async function stop(): Promise<void> {
  client.destroy();
  await served.close();
  await ses.close();
}

const tagsOf = async (arn = ResourceArn) =>
  (await client.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags;

test('tags of an identity are listed, added, replaced and removed', async () => {
  expect(await tagsOf()).toEqual([project]);
  const [dev, purpose] = [
    { Key: 'Environment', Value: 'dev' },
    { Key: 'Purpose', Value: 'mails' },
  ];
  await client.send(new TagResourceCommand({ ResourceArn, Tags: [dev, { ...project, Value: 'other' }, purpose] }));
  expect(await tagsOf()).toEqual([{ ...project, Value: 'other' }, dev, purpose]);
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['Project', 'Purpose'] }));
  expect(await tagsOf()).toEqual([dev]);
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['Environment'] }));
  expect(await tagsOf()).toEqual([]);
});

test('tags are refused beyond their limits, and where there is no such resource', async () => {
  const tag = (Tags: { Key: string; Value: string }[]) => client.send(new TagResourceCommand({ ResourceArn, Tags }));
  const badRequest = { name: 'BadRequestException' };
  await expect(tag([{ Key: '', Value: 'x' }])).rejects.toMatchObject(badRequest);
  await expect(tag([{ Key: 'a', Value: 'x'.repeat(257) }])).rejects.toMatchObject(badRequest);
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  await expect(tag(many)).rejects.toMatchObject(badRequest);
  expect(await tagsOf()).toEqual([project]);
  for (const arn of [`${ResourceArn}.org`, 'arn:aws:ses:eu-west-1:000000000000:configuration-set/x'])
    await expect(tagsOf(arn)).rejects.toMatchObject({ name: 'NotFoundException', $metadata: { httpStatusCode: 404 } });
  await expect(tagsOf('no ARN')).rejects.toMatchObject(badRequest);
});

test('identities survive the process with their tags, until they are deleted', async () => {
  await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'sonde.example' }));
  await client.send(new DeleteEmailIdentityCommand({ EmailIdentity: 'sonde.example' }));
  await stop();
  await start();
  expect(await tagsOf()).toEqual([project]);
  const again = client.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  await expect(again).rejects.toMatchObject({ name: 'AlreadyExistsException' });
  const deleted = client.send(new GetEmailIdentityCommand({ EmailIdentity: 'sonde.example' }));
  await expect(deleted).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('a file that holds something else is named, not overwritten', async () => {
  await writeFile(join(directory, 'identities.json'), '{');
  expect(open).toThrow(join(directory, 'identities.json'));
});
