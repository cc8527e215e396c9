import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUCKET as Bucket, startS3 } from './testing/start.ts';

let world: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  world = await startS3();
});
afterAll(() => world.stop());

const KEYS = ['a', 'a+b c', 'folder/one', 'folder/two', 'z'];
beforeEach(async () => {
  for (const Key of KEYS) await world.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

const list = (input: object = {}) => world.client.send(new ListObjectVersionsCommand({ Bucket, ...input }));
const argument = (name: string, message: string) => ({
  name: 'InvalidArgument',
  ArgumentName: name,
  message,
  $metadata: { httpStatusCode: 400 },
});

describe('the versions of a bucket without versioning', () => {
  it('are one of each object', async () => {
    const answer = await list();
    expect(answer).toMatchObject({ Name: Bucket, MaxKeys: 1000, IsTruncated: false });
    expect(answer.DeleteMarkers).toBeUndefined();
    expect(answer.Versions?.map(({ Key }) => Key)).toEqual(KEYS);
    expect(answer.Versions?.[0]).toMatchObject({
      VersionId: 'null',
      IsLatest: true,
      Size: 1,
      StorageClass: 'STANDARD',
    });
  });

  it('are found by prefix, with names as forms write them', async () => {
    const { Versions } = await list({ Prefix: 'a+', EncodingType: 'url' });
    expect(Versions?.map(({ Key }) => Key)).toEqual(['a%2Bb+c']);
  });

  it.each([1, 2, 3])('are listed once, %i a page', async (MaxKeys) => {
    const names: (string | undefined)[] = [];
    let page: ListObjectVersionsCommandOutput | undefined;
    do {
      const from = page && { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      page = await list({ Delimiter: '/', MaxKeys, ...from });
      const entries = [...(page.Versions ?? []), ...(page.CommonPrefixes ?? []).map(({ Prefix: Key }) => ({ Key }))];
      names.push(...entries.map(({ Key }) => Key).sort());
    } while (page.IsTruncated === true);
    expect(names).toEqual(['a', 'a+b c', 'folder/', 'z']);
  });

  it.each([
    [{ VersionIdMarker: 'null' }, 'A version-id marker cannot be specified without a key marker.'],
    [{ KeyMarker: 'a', VersionIdMarker: '' }, 'A version-id marker cannot be empty.'],
    [{ KeyMarker: 'a', VersionIdMarker: 'other' }, 'Invalid version id specified'],
  ])('are not listed from %j', async (input, message) => {
    await expect(list(input)).rejects.toMatchObject(argument('version-id-marker', message));
  });
});

describe('the version "null"', () => {
  const object = { Bucket, Key: 'a', VersionId: 'null' };

  it('is read and deleted as the object', async () => {
    const { Body } = await world.client.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('a');
    expect((await world.client.send(new HeadObjectCommand(object))).ContentLength).toBe(1);
    await world.client.send(new DeleteObjectCommand(object));
    await expect(world.client.send(new GetObjectCommand(object))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each([
    ['other', 'Invalid version id specified'],
    ['', 'Version id cannot be the empty string'],
  ])('is the only one: not %j', async (VersionId, message) => {
    const refused = argument('versionId', message);
    await expect(world.client.send(new GetObjectCommand({ ...object, VersionId }))).rejects.toMatchObject(refused);
    await expect(world.client.send(new DeleteObjectCommand({ ...object, VersionId }))).rejects.toMatchObject(refused);
  });

  it('is deleted with many, which leaves those of other versions', async () => {
    const Objects = [{ Key: 'a', VersionId: 'null' }, { Key: 'folder/one', VersionId: 'other' }, { Key: 'z' }];
    const answer = await world.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual([Objects[0], Objects[2]]);
    expect(answer.Errors).toEqual([
      { ...Objects[1], Code: 'NoSuchVersion', Message: 'The specified version does not exist.' },
    ]);
    expect((await list()).Versions?.map(({ Key }) => Key)).toEqual(['a+b c', 'folder/one', 'folder/two']);
  });

  it('empties a bucket, which can be deleted then', async () => {
    const Objects = ((await list()).Versions ?? []).map(({ Key, VersionId }) => ({ Key, VersionId }));
    const quietly = new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
    expect((await world.client.send(quietly)).Deleted).toBeUndefined();
    await world.client.send(new DeleteBucketCommand({ Bucket }));
    await expect(list()).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
