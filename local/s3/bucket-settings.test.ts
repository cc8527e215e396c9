import {
  DeleteBucketEncryptionCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
  type ServerSideEncryptionRule,
  type Tag,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { createS3 } from './index.ts';
import { BUCKET, startS3 } from './testing/start.ts';

const Bucket = BUCKET;
const TLS_ONLY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
};

let world: Awaited<ReturnType<typeof startS3>>;
beforeEach(async () => {
  world = await startS3();
});
afterEach(() => world.stop());

const named = (name: string) => ({ name });

describe('tags of a bucket', () => {
  const putTags = (TagSet: Tag[]) => world.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const get = new GetBucketTaggingCommand({ Bucket });

  it('come back as they were put, and can be deleted', async () => {
    await expect(world.client.send(get)).rejects.toMatchObject(named('NoSuchTagSet'));
    const tags = [
      { Key: 'Project', Value: 'sonde <&>' },
      { Key: 'Empty', Value: '' },
    ];
    await putTags(tags);
    expect((await world.client.send(get)).TagSet).toEqual(tags);
    await world.client.send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(world.client.send(get)).rejects.toMatchObject(named('NoSuchTagSet'));
    await putTags([]);
    await expect(world.client.send(get)).rejects.toMatchObject(named('NoSuchTagSet'));
  });

  it.each<[string, Tag[]]>([
    ['of the system', [{ Key: 'aws:x', Value: '' }]],
    ['without a key', [{ Key: '', Value: 'x' }]],
    ['with too long a value', [{ Key: 'a', Value: 'x'.repeat(257) }]],
    ['that come twice', ['1', '2'].map((Value) => ({ Key: 'a', Value }))],
  ])('%s are refused', async (_what, tags) => {
    await expect(putTags(tags)).rejects.toMatchObject(named('InvalidTag'));
  });
});

describe('the encryption of a bucket', () => {
  const put = (...Rules: ServerSideEncryptionRule[]) =>
    world.client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  const rules = async () => {
    const answer = await world.client.send(new GetBucketEncryptionCommand({ Bucket }));
    return answer.ServerSideEncryptionConfiguration?.Rules;
  };
  const byDefault = { SSEAlgorithm: 'AES256' } as const;

  it('is by keys of S3, also where none was put', async () => {
    const usual = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: false }];
    expect(await rules()).toEqual(usual);
    await put({ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true });
    expect(await rules()).toMatchObject([{ BucketKeyEnabled: true }]);
    await world.client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect(await rules()).toEqual(usual);
  });

  it('is refused where it cannot be had', async () => {
    const kms = put({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } });
    await expect(kms).rejects.toMatchObject(named('NotImplemented'));
    const key = put({ ApplyServerSideEncryptionByDefault: { ...byDefault, KMSMasterKeyID: 'k' } });
    await expect(key).rejects.toMatchObject(named('InvalidArgument'));
    await expect(put()).rejects.toMatchObject(named('MalformedXML'));
  });
});

it('a bucket has no access control lists, and says so until its ownership controls are deleted', async () => {
  const get = new GetBucketOwnershipControlsCommand({ Bucket });
  const put = (ObjectOwnership: 'BucketOwnerEnforced' | 'ObjectWriter') =>
    world.client.send(
      new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
    );
  const enforced = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] };
  expect((await world.client.send(get)).OwnershipControls).toEqual(enforced);
  await world.client.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  await expect(world.client.send(get)).rejects.toMatchObject(named('OwnershipControlsNotFoundError'));
  await expect(put('ObjectWriter')).rejects.toMatchObject(named('NotImplemented'));
  await put('BucketOwnerEnforced');
  expect((await world.client.send(get)).OwnershipControls).toEqual(enforced);
});

describe('the policy of a bucket', () => {
  const put = (policy: unknown) =>
    world.client.send(
      new PutBucketPolicyCommand({ Bucket, Policy: typeof policy === 'string' ? policy : JSON.stringify(policy) }),
    );
  const get = new GetBucketPolicyCommand({ Bucket });
  const [statement] = TLS_ONLY.Statement;
  const anybody = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: statement?.Resource };

  it('comes back as it was put, denies nobody here, and can be deleted', async () => {
    await expect(world.client.send(get)).rejects.toMatchObject(named('NoSuchBucketPolicy'));
    await put(TLS_ONLY);
    expect((await world.client.send(get)).Policy).toBe(JSON.stringify(TLS_ONLY));
    await world.client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(world.client.send(get)).rejects.toMatchObject(named('NoSuchBucketPolicy'));
  });

  it('may not let anybody in while public policies are blocked, as they are in new buckets', async () => {
    const access = new GetPublicAccessBlockCommand({ Bucket });
    expect((await world.client.send(access)).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    await expect(put({ Statement: anybody })).rejects.toMatchObject(named('AccessDenied'));
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true };
    await world.client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect((await world.client.send(access)).PublicAccessBlockConfiguration).toMatchObject({
      BlockPublicAcls: true,
      BlockPublicPolicy: false,
    });
    await put({ Statement: anybody });
    await world.client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(world.client.send(access)).rejects.toMatchObject(named('NoSuchPublicAccessBlockConfiguration'));
  });

  it.each<[string, unknown]>([
    ['is no JSON', '{'],
    ['is no object', '[]'],
    ['has no statement', { Statement: [] }],
    ['has an unknown version', { ...TLS_ONLY, Version: '2020' }],
    ['has no effect', { Statement: { ...statement, Effect: undefined } }],
    ['has no principal', { Statement: { ...statement, Principal: undefined } }],
    ['is of another service', { Statement: { ...statement, Action: 'sqs:*' } }],
    ['is of another bucket', { Statement: { ...statement, Resource: `arn:aws:s3:::${BUCKET}-other/*` } }],
  ])('is refused where it %s', async (_what, policy) => {
    await expect(put(policy)).rejects.toMatchObject(named('MalformedPolicy'));
  });
});

it('settings that no bucket has are answered as S3 answers them of a new one', async () => {
  const { client } = world;
  expect((await client.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))).Status).toBeUndefined();
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
  expect((await client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined();
  expect((await client.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('BucketOwner');
  const missing = [
    [() => client.send(new GetObjectLockConfigurationCommand({ Bucket })), 'ObjectLockConfigurationNotFoundError'],
    [() => client.send(new GetBucketReplicationCommand({ Bucket })), 'ReplicationConfigurationNotFoundError'],
    [() => client.send(new GetBucketWebsiteCommand({ Bucket })), 'NoSuchWebsiteConfiguration'],
    [() => client.send(new GetBucketVersioningCommand({ Bucket: 'nowhere' })), 'NoSuchBucket'],
  ] as const;
  for (const [ask, name] of missing)
    await expect(ask()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 404 } });
});

it('settings survive a restart, and go with their bucket', async () => {
  const TagSet = [{ Key: 'Project', Value: 'sonde' }];
  await world.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  await world.client.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(TLS_ONLY) }));
  await world.s3.close();
  const revived = await createS3({ directory: world.directory, log: silentLog, secretOf: () => undefined });
  const ask = async (method: string, query: string) => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=' +
      '0'.repeat(64);
    const request = new Request(`http://127.0.0.1/${BUCKET}${query}`, {
      method,
      headers: { authorization, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    const answer = await revived.handle(request, { accessKeyId: 'any', region: 'eu-west-1' });
    return answer.text();
  };
  expect(await ask('GET', '?policy')).toBe(JSON.stringify(TLS_ONLY));
  expect(await ask('GET', '?tagging')).toContain('<Value>sonde</Value>');
  await ask('DELETE', '');
  await revived.createBucket(BUCKET);
  expect(await ask('GET', '?policy')).toContain('NoSuchBucketPolicy');
  await revived.close();
});
