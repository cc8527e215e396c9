import {
  CreateMultipartUploadCommand,
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUCKET, startS3 } from './testing/start.ts';

const DAY = 24 * 60 * 60 * 1000;

let now: number;
let world: Awaited<ReturnType<typeof startS3>>;
beforeEach(async () => {
  now = Date.UTC(2026, 3, 10, 15, 30);
  world = await startS3({ clock: () => now });
});
afterEach(() => world.stop());

const put = (Key: string) => world.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' }));
const keys = async () => {
  const { Contents = [] } = await world.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => Key);
};

describe('lifecycle rules', () => {
  const putRules = (Rules: LifecycleRule[]) =>
    world.client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: BUCKET, LifecycleConfiguration: { Rules } }),
    );

  it('remove objects at the midnight after their days', async () => {
    await putRules([{ ID: 'day', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } }]);
    await put('kept');
    const { Expiration } = await put('tmp/gone');
    expect(Expiration).toBe('expiry-date="Sun, 12 Apr 2026 00:00:00 GMT", rule-id="day"');
    now = Date.UTC(2026, 3, 11, 23, 59);
    expect(await keys()).toEqual(['kept', 'tmp/gone']);
    now = Date.UTC(2026, 3, 12);
    const gone = world.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'tmp/gone' }));
    await expect(gone).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await keys()).toEqual(['kept']);
    expect(await readdir(join(world.directory, 'data'))).toHaveLength(1);
  });

  it('remove what was there before them, and spare what is disabled', async () => {
    await put('old');
    now += 10 * DAY;
    await putRules([{ ID: 'off', Status: 'Disabled', Filter: {}, Expiration: { Days: 1 } }]);
    expect(await keys()).toEqual(['old']);
    await world.s3.putLifecycle(BUCKET, [{ id: 'on', expirationDays: 7 }]);
    expect(await keys()).toEqual([]);
  });

  it('abort uploads that nobody completed', async () => {
    const rule = {
      ID: 'abort',
      Status: 'Enabled',
      Filter: {},
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    } as const;
    await putRules([rule]);
    const upload = { Bucket: BUCKET, Key: 'forgotten' };
    const { UploadId } = await world.client.send(new CreateMultipartUploadCommand(upload));
    await world.client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'x' }));
    now += 2 * DAY;
    const { Uploads } = await world.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    expect(Uploads).toBeUndefined();
    expect(await readdir(join(world.directory, 'data'))).toEqual([]);
  });

  it('come back as they were put, and can be deleted', async () => {
    const rules: LifecycleRule[] = [
      { ID: 'a', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 7 } },
      { ID: 'b', Status: 'Disabled', Filter: { Prefix: 'x' }, Expiration: { Date: new Date(Date.UTC(2030, 0, 1)) } },
      {
        ID: 'c',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
      { ID: 'd', Status: 'Enabled', Filter: {}, Expiration: { Days: 9 } },
    ];
    await putRules(rules);
    const get = new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET });
    const { Rules } = await world.client.send(get);
    expect(Rules).toEqual(rules);
    await world.client.send(new DeleteBucketLifecycleCommand({ Bucket: BUCKET }));
    await expect(world.client.send(get)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
  });

  it('that are not supported are refused by name', async () => {
    const Transitions = [{ Days: 30, StorageClass: 'GLACIER' as const }];
    const refused = putRules([{ ID: 'cold', Status: 'Enabled', Filter: {}, Transitions }]);
    await expect(refused).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('Transition') as string,
    });
    const never = putRules([{ ID: 'never', Status: 'Enabled', Filter: {}, Expiration: { Days: 0 } }]);
    await expect(never).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('requests from a web page of another origin', () => {
  const CORSRules = [
    {
      AllowedOrigins: ['http://localhost:*'],
      AllowedMethods: ['GET', 'PUT'],
      AllowedHeaders: ['content-*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 600,
    },
  ];
  const ask = (headers: Record<string, string>) =>
    fetch(`${world.url}/${BUCKET}/a`, { method: 'OPTIONS', headers: { origin: 'http://localhost:5173', ...headers } });

  it('are let in by the rules of the bucket', async () => {
    const refused = await ask({ 'access-control-request-method': 'PUT' });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('CORS is not enabled')]);
    await world.client.send(new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules } }));
    const get = new GetBucketCorsCommand({ Bucket: BUCKET });
    expect((await world.client.send(get)).CORSRules).toMatchObject(CORSRules);

    const allowed = await ask({
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'Content-Type',
    });
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    });
    expect((await ask({ 'access-control-request-method': 'DELETE' })).status).toBe(403);
    const other = { origin: 'http://other.example', 'access-control-request-method': 'PUT' };
    expect((await ask(other)).status).toBe(403);

    await put('a');
    const url = await getSignedUrl(world.known, new GetObjectCommand({ Bucket: BUCKET, Key: 'a' }), {
      signingDate: new Date(now),
    });
    const page = await fetch(url, { headers: { origin: 'http://localhost:5173' } });
    expect([page.status, page.headers.get('access-control-expose-headers')]).toEqual([200, 'ETag']);
    const failed = await fetch(`${url}0`, { headers: { origin: 'http://localhost:5173' } });
    expect([failed.status, failed.headers.get('access-control-allow-origin')]).toEqual([403, 'http://localhost:5173']);

    await world.client.send(new DeleteBucketCorsCommand({ Bucket: BUCKET }));
    await expect(world.client.send(get)).rejects.toMatchObject({ name: 'NoSuchCORSConfiguration' });
  });
});

describe('what is not here', () => {
  it('is refused by its name', async () => {
    const refused = world.client.send(
      new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    await expect(refused).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('PutBucketVersioning') as string,
      $metadata: { httpStatusCode: 501 },
    });
    const acl = world.client.send(new PutObjectAclCommand({ Bucket: BUCKET, Key: 'a', ACL: 'public-read' }));
    await expect(acl).rejects.toMatchObject({ name: 'NotImplemented' });
    await put('a');
    const version = world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'a', VersionId: '3' }));
    await expect(version).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    const stranger = world.client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'a', ExpectedBucketOwner: '111111111111' }),
    );
    await expect(stranger).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
});
