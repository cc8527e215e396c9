import * as sdk from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve, type Served } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createKms, type Kms } from './index.ts';

const NOW = 1_700_000_000_000;
const DAY = 24 * 60 * 60 * 1000;
let now: number;
let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let kms: Kms;
let served: Served;
let client: sdk.KMS;

async function start(): Promise<void> {
  kms = await createKms({ directory: folder.directory, log: silentLog, clock: () => now });
  served = await serve(kms);
  client = new sdk.KMS(clientOptions(served.url));
}
async function stop(): Promise<void> {
  client.destroy();
  await served.close();
  await kms.close();
}
beforeEach(async () => {
  now = NOW;
  folder = await temporaryDirectory();
  await start();
});
afterEach(async () => {
  await stop();
  await folder.remove();
});

async function createKey(more: sdk.CreateKeyCommandInput = {}): Promise<string> {
  return (await client.createKey(more)).KeyMetadata!.KeyId!;
}
const describeKey = async (KeyId: string) => (await client.describeKey({ KeyId })).KeyMetadata!;

describe('a key that AWS manages', () => {
  it.each(['dynamodb', 's3', 'sns', 'sqs', 'lambda'])(
    'is there for %s by its alias, its id and their ARNs',
    async (name) => {
      const key = await describeKey(`alias/aws/${name}`);
      expect(key).toMatchObject({ KeyManager: 'AWS', KeyState: 'Enabled', Enabled: true, Origin: 'AWS_KMS' });
      expect(key.Arn).toMatch(
        /^arn:aws:kms:eu-west-1:000000000000:key\/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/,
      );
      expect(await describeKey(key.KeyId!)).toEqual(key);
      expect(await describeKey(key.Arn!)).toEqual(key);
      expect(await describeKey(`arn:aws:kms:eu-west-1:000000000000:alias/aws/${name}`)).toEqual(key);
      expect(await client.getKeyRotationStatus({ KeyId: key.KeyId })).toMatchObject({
        KeyRotationEnabled: true,
        RotationPeriodInDays: 365,
      });
      expect((await client.listAliases({ KeyId: key.KeyId })).Aliases).toMatchObject([
        { AliasName: `alias/aws/${name}` },
      ]);
    },
  );

  it('is not to be changed', async () => {
    const { KeyId } = await describeKey('alias/aws/s3');
    await expect(client.scheduleKeyDeletion({ KeyId })).rejects.toThrow(sdk.UnsupportedOperationException);
    await expect(client.deleteAlias({ AliasName: 'alias/aws/s3' })).rejects.toThrow(sdk.InvalidAliasNameException);
    await expect(client.createAlias({ AliasName: 'alias/mine', TargetKeyId: KeyId })).rejects.toThrow(
      sdk.UnsupportedOperationException,
    );
  });
});

describe('a key of the account', () => {
  it('gives back all that was set, after a restart too', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: 'Owner may', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
    });
    const Tags = [{ TagKey: 'a', TagValue: '1' }];
    const KeyId = await createKey({ Description: 'Ours', Policy, Tags });
    await client.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    await client.createAlias({ AliasName: 'alias/ours', TargetKeyId: KeyId });
    await stop();
    await start();

    const key = await describeKey('alias/ours');
    expect(key).toMatchObject({
      KeyId,
      Description: 'Ours',
      KeyManager: 'CUSTOMER',
      KeyState: 'Enabled',
      MultiRegion: false,
    });
    expect(key.CreationDate).toEqual(new Date(NOW));
    expect(await client.getKeyPolicy({ KeyId: key.Arn })).toMatchObject({ Policy, PolicyName: 'default' });
    expect((await client.listResourceTags({ KeyId })).Tags).toEqual(Tags);
    expect(await client.getKeyRotationStatus({ KeyId })).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: new Date(NOW + 90 * DAY),
    });
    expect((await client.listKeys({})).Keys!.map((each) => each.KeyId)).toContain(KeyId);
  });

  it('changes', async () => {
    const KeyId = await createKey();
    expect(await client.getKeyRotationStatus({ KeyId })).toMatchObject({ KeyRotationEnabled: false });
    expect((await client.getKeyPolicy({ KeyId })).Policy).toContain('Enable IAM User Permissions');
    await client.updateKeyDescription({ KeyId, Description: 'Theirs' });
    await client.tagResource({
      KeyId,
      Tags: [
        { TagKey: 'a', TagValue: '1' },
        { TagKey: 'b', TagValue: '2' },
      ],
    });
    await client.untagResource({ KeyId, TagKeys: ['a'] });
    await client.enableKeyRotation({ KeyId });
    await client.disableKeyRotation({ KeyId });
    await client.disableKey({ KeyId });
    expect(await describeKey(KeyId)).toMatchObject({ Description: 'Theirs', Enabled: false, KeyState: 'Disabled' });
    expect((await client.listResourceTags({ KeyId })).Tags).toEqual([{ TagKey: 'b', TagValue: '2' }]);
    await expect(client.enableKeyRotation({ KeyId })).rejects.toThrow(sdk.DisabledException);
    await client.enableKey({ KeyId });
    expect(await describeKey(KeyId)).toMatchObject({ Enabled: true, KeyState: 'Enabled' });
  });

  it('has every change of those that come at once', async () => {
    const KeyId = await createKey();
    const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
    await Promise.all(keys.map((TagKey) => client.tagResource({ KeyId, Tags: [{ TagKey, TagValue: '' }] })));
    expect((await client.listResourceTags({ KeyId })).Tags).toHaveLength(20);
  });

  it('is deleted when its days are over, with its aliases, unless somebody thinks better of it', async () => {
    const KeyId = await createKey();
    await client.createAlias({ AliasName: 'alias/ours', TargetKeyId: KeyId });
    expect(await client.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 })).toMatchObject({
      KeyState: 'PendingDeletion',
      DeletionDate: new Date(NOW + 7 * DAY),
    });
    await expect(client.enableKey({ KeyId })).rejects.toThrow(sdk.KMSInvalidStateException);
    await client.cancelKeyDeletion({ KeyId });
    expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'Disabled' });
    await expect(client.cancelKeyDeletion({ KeyId })).rejects.toThrow(sdk.KMSInvalidStateException);
    await client.scheduleKeyDeletion({ KeyId });
    now += 30 * DAY - 1;
    expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'PendingDeletion' });
    now += 1;
    await expect(describeKey(KeyId)).rejects.toThrow(sdk.NotFoundException);
    await expect(describeKey('alias/ours')).rejects.toThrow(sdk.NotFoundException);
  });

  it.each([
    ['another use', { KeyUsage: 'SIGN_VERIFY' }, 'ValidationException'],
    ['another sort', { KeySpec: 'RSA_2048' }, 'ValidationException'],
    ['a policy that is none', { Policy: '{' }, 'MalformedPolicyDocumentException'],
    [
      'a policy without a principal',
      { Policy: '{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}' },
      'MalformedPolicyDocumentException',
    ],
    ['a tag of AWS', { Tags: [{ TagKey: 'aws:a', TagValue: '' }] }, 'TagException'],
    [
      'a tag twice',
      {
        Tags: [
          { TagKey: 'a', TagValue: '' },
          { TagKey: 'a', TagValue: '' },
        ],
      },
      'TagException',
    ],
    ['a store of its own', { CustomKeyStoreId: 'cks-1' }, 'ValidationException'],
  ] satisfies [string, sdk.CreateKeyCommandInput, string][])('is refused with %s', async (_what, more, name) => {
    await expect(createKey(more)).rejects.toMatchObject({ name });
  });
});

describe('an alias', () => {
  it('is made once, moves to another key, and is deleted', async () => {
    const [first, second] = [await createKey(), await createKey()];
    const AliasName = 'alias/ours';
    await client.createAlias({ AliasName, TargetKeyId: first });
    await expect(client.createAlias({ AliasName, TargetKeyId: second })).rejects.toThrow(sdk.AlreadyExistsException);
    await client.updateAlias({ AliasName, TargetKeyId: second });
    expect(await describeKey(AliasName)).toMatchObject({ KeyId: second });
    const all: string[] = [];
    for await (const { Aliases } of sdk.paginateListAliases({ client, pageSize: 5 }, {}))
      all.push(...Aliases!.map((alias) => alias.AliasName!));
    expect(all).toEqual([...all].sort());
    expect(all).toEqual(expect.arrayContaining(['alias/aws/dynamodb', AliasName]));
    await client.deleteAlias({ AliasName });
    await expect(client.deleteAlias({ AliasName })).rejects.toThrow(sdk.NotFoundException);
  });

  it.each(['ours', 'alias/', 'alias/a b', 'alias/aws/ours'])('cannot be named %s', async (AliasName) => {
    const TargetKeyId = await createKey();
    await expect(client.createAlias({ AliasName, TargetKeyId })).rejects.toThrow(sdk.InvalidAliasNameException);
  });

  it('does not stand for its key where a key is asked for', async () => {
    await expect(client.getKeyPolicy({ KeyId: 'alias/aws/s3' })).rejects.toThrow(sdk.InvalidArnException);
  });
});

it.each([
  ['11111111-1111-4111-8111-111111111111', sdk.NotFoundException],
  ['alias/aws/none', sdk.NotFoundException],
  ['arn:aws:kms:us-east-1:000000000000:key/a', sdk.InvalidArnException],
])('has no key %s', async (KeyId, refused) => {
  await expect(client.describeKey({ KeyId })).rejects.toThrow(refused);
});

it('encrypts nothing', async () => {
  const KeyId = await createKey();
  await expect(client.encrypt({ KeyId, Plaintext: Uint8Array.of(1) })).rejects.toThrow('Encrypt is not supported here');
});

it('is called in the same process', async () => {
  await expect(kms.call('DescribeKey', { KeyId: 'alias/aws/s3' })).resolves.toMatchObject({
    KeyMetadata: { KeyManager: 'AWS' },
  });
});
