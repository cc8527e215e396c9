import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, startS3 } from './testing/start.ts';

let world: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  world = await startS3();
});
afterAll(() => world.stop());

/** Keys that file systems, URLs, XML or orders by UTF-16 would get wrong. */
const KEYS = [
  '../up',
  '/leading',
  '//two',
  'a',
  'a b',
  'a+b',
  'a%2Bb',
  'a/',
  'a/../b',
  'a/./b',
  'a/b',
  'a//b',
  "a!'()*~",
  'a/b/c',
  'a<b>&"c"',
  'a\u0001control',
  'a\ttab\r\nlines ',
  'a?query=1#hash',
  'a\\back',
  'é',
  '\ufb01 ligature',
  '\u{1f321} thermometer',
];
const inOrder = (keys: readonly string[]) => [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

async function listAll(input: object) {
  const keys: string[] = [];
  const pages = paginateListObjectsV2({ client: world.client }, { Bucket: BUCKET, EncodingType: 'url', ...input });
  for await (const { Contents = [], CommonPrefixes = [] } of pages) {
    const names = [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)];
    keys.push(...inOrder(names.map((name = '') => decodeURIComponent(name.replaceAll('+', ' ')))));
  }
  return keys;
}

/** What a list is, by its definition. */
function expected(prefix: string, delimiter: string, after = ''): string[] {
  const rolled = KEYS.filter((key) => key.startsWith(prefix)).map((key) => {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return end < 0 ? key : key.slice(0, end + delimiter.length);
  });
  return inOrder([...new Set(rolled)]).filter((name) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0);
}

describe('keys', () => {
  beforeAll(async () => {
    for (const Key of KEYS) await world.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
  });

  it.each(KEYS)('%j names one object', async (Key) => {
    const answer = await world.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(await answer.Body?.transformToString()).toBe(Key);
  });

  it('are listed in the order of their UTF-8 bytes, whatever the pages', async () => {
    const prefixes = fc.constantFrom('', 'a', 'a/', 'a/b', 'a//', '/', 'none');
    await fc.assert(
      fc.asyncProperty(
        prefixes,
        fc.constantFrom('', '/', 'b', '//', ' '),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('', 'a', 'a+b', 'é'),
        async (Prefix, Delimiter, MaxKeys, StartAfter) => {
          const listed = await listAll({ Prefix, Delimiter, MaxKeys, ...(StartAfter && { StartAfter }) });
          expect(listed).toEqual(expected(Prefix, Delimiter, StartAfter));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are listed by the first version of the operation too', async () => {
    const names: string[] = [];
    let Marker: string | undefined = '';
    while (Marker !== undefined) {
      const page: Awaited<ReturnType<typeof list>> = await list(Marker);
      names.push(...inOrder([...(page.Contents ?? []).map(({ Key = '' }) => Key), ...prefixesOf(page)]));
      Marker = page.IsTruncated ? page.NextMarker : undefined;
    }
    expect(names).toEqual(expected('a/', '/'));
  });

  const list = (Marker: string) =>
    world.client.send(new ListObjectsCommand({ Bucket: BUCKET, Prefix: 'a/', Delimiter: '/', MaxKeys: 1, Marker }));
  const prefixesOf = (page: { CommonPrefixes?: { Prefix?: string | undefined }[] | undefined }) =>
    (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix);

  it('are written as forms write them, where that is asked for', async () => {
    const page = await world.client.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'a', EncodingType: 'url' }),
    );
    const keys = page.Contents?.map(({ Key }) => Key);
    expect(keys).toEqual(expect.arrayContaining(['a+b', 'a%2Bb', 'a%252Bb', 'a//b', 'a%01control']));
  });

  it('may climb only as far as they went down', async () => {
    const climbing = new GetObjectCommand({ Bucket: BUCKET, Key: 'a/../../../b' });
    await expect(world.client.send(climbing)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    const long = new PutObjectCommand({ Bucket: BUCKET, Key: 'é'.repeat(513), Body: '' });
    await expect(world.client.send(long)).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it('are counted, and a page may be empty', async () => {
    const none = await world.client.send(new ListObjectsV2Command({ Bucket: BUCKET, MaxKeys: 0 }));
    expect(none).toMatchObject({ KeyCount: 0, IsTruncated: false });
    const bad = world.client.send(new ListObjectsV2Command({ Bucket: BUCKET, ContinuationToken: 'forged' }));
    await expect(bad).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('a bucket', () => {
  it('is made, found, listed and deleted', async () => {
    const Bucket = 'another-bucket';
    await world.client.send(new CreateBucketCommand({ Bucket }));
    const again = world.client.send(new CreateBucketCommand({ Bucket }));
    await expect(again).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou', $metadata: { httpStatusCode: 409 } });
    await world.s3.createBucket(Bucket);
    expect(await world.client.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'eu-west-1' });
    const { Buckets } = await world.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, BUCKET]);
    const location = await world.client.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe('eu-west-1');
    const acl = await world.client.send(new GetBucketAclCommand({ Bucket }));
    expect(acl.Grants).toEqual([expect.objectContaining({ Permission: 'FULL_CONTROL' })]);
    await world.client.send(new DeleteBucketCommand({ Bucket }));
    const gone = world.client.send(new HeadBucketCommand({ Bucket }));
    await expect(gone).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });

  it('is not deleted while it has objects', async () => {
    const full = world.client.send(new DeleteBucketCommand({ Bucket: BUCKET }));
    await expect(full).rejects.toMatchObject({ name: 'BucketNotEmpty', $metadata: { httpStatusCode: 409 } });
  });

  it.each(['Upper', 'a', 'two..dots', '127.0.0.1', 'under_score'])('is not called %s', async (name) => {
    await expect(world.s3.createBucket(name)).rejects.toMatchObject({ code: 'InvalidBucketName' });
  });

  it('does not begin a list of another whose name it begins', async () => {
    await world.s3.createBucket(`${BUCKET}-longer`);
    const page = await world.client.send(new ListObjectsV2Command({ Bucket: `${BUCKET}-longer` }));
    expect(page.KeyCount).toBe(0);
  });
});
