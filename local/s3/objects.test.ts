import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { GetObjectCommandInput } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, md5, startS3 } from './testing/start.ts';

let world: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  world = await startS3();
});
afterAll(() => world.stop());

const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
  world.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  world.client.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
const textOf = async (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  (await get(Key, more)).Body?.transformToString();

describe('an object', () => {
  it('comes back as it was put, with what was said of it', async () => {
    const { ETag, ChecksumCRC32, ChecksumType } = await put('a/reading.csv', 'time,value\r\n', {
      ContentType: 'text/csv',
      ContentDisposition: 'attachment; filename="r.csv"',
      CacheControl: 'no-store',
      Metadata: { device: 'thermometer 1', constructor: 'odd name' },
    });
    expect(ETag).toBe(`"${md5('time,value\r\n')}"`);
    expect(ChecksumCRC32).toMatch(/^.{6}==$/);
    expect(ChecksumType).toBe('FULL_OBJECT');
    const answer = await get('a/reading.csv', { ChecksumMode: 'ENABLED' });
    expect(await answer.Body?.transformToString()).toBe('time,value\r\n');
    expect(answer).toMatchObject({
      ETag,
      ChecksumCRC32,
      AcceptRanges: 'bytes',
      ContentLength: 12,
      ContentType: 'text/csv',
      ContentDisposition: 'attachment; filename="r.csv"',
      CacheControl: 'no-store',
      Metadata: { device: 'thermometer 1', constructor: 'odd name' },
      ServerSideEncryption: 'AES256',
    });
    expect(answer.LastModified).toBeInstanceOf(Date);
  });

  it('has the same headers for HEAD, and no body', async () => {
    await put('head.txt', 'hello', { ContentType: 'text/plain' });
    const answer = await world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'head.txt' }));
    expect(answer).toMatchObject({ ContentLength: 5, ContentType: 'text/plain', ETag: `"${md5('hello')}"` });
  });

  it('may be empty', async () => {
    await put('empty', '');
    const answer = await get('empty');
    expect(answer.ContentLength).toBe(0);
    expect(await answer.Body?.transformToString()).toBe('');
  });

  it('may come from a stream, in chunks of the content encoding aws-chunked', async () => {
    const bytes = Buffer.alloc(300_000, 'sensor');
    await world.client.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: 'streamed',
        Body: Readable.from(pieces(bytes, 65_536)),
        ContentLength: bytes.length,
        ContentEncoding: 'gzip',
      }),
    );
    const answer = await get('streamed');
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? [])).toEqual(bytes);
    expect(answer.ContentEncoding).toBe('gzip');
  });

  it('is gone when it is deleted; deleting it again is no error', async () => {
    await put('going', 'x');
    await world.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'going' }));
    await world.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'going' }));
    await expect(get('going')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    const head = world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'going' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } });
  });

  it('is deleted with many others', async () => {
    const keys = ['many/ one ', 'many/<two>&', 'many/three\r\n'];
    for (const key of keys) await put(key, key);
    const { Deleted } = await world.client.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(keys);
    const left = await world.client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'many/' }));
    expect(left.KeyCount).toBe(0);
  });

  it('is refused where there is no bucket', async () => {
    const lost = world.client.send(new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'a', Body: 'x' }));
    await expect(lost).rejects.toMatchObject({ name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } });
  });

  it('goes on being read while it is put anew', async () => {
    const old = Buffer.alloc(8 * 1024 * 1024, 'old');
    await put('replaced', old);
    const reading = await get('replaced');
    await put('replaced', 'new');
    expect(md5((await reading.Body?.transformToByteArray()) ?? '')).toBe(md5(old));
    expect(await textOf('replaced')).toBe('new');
  });
});

describe('a range', () => {
  it('is the slice of any object that its numbers say', async () => {
    const bytes = Buffer.from(Array.from({ length: 997 }, (_, index) => index % 251));
    await put('ranged', bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(996), fc.nat(1200), async (first, length) => {
        const answer = await get('ranged', { Range: `bytes=${first}-${first + length}` });
        const expected = bytes.subarray(first, first + length + 1);
        expect(answer.$metadata.httpStatusCode).toBe(206);
        expect(answer.ContentRange).toBe(`bytes ${first}-${first + expected.length - 1}/997`);
        expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? [])).toEqual(expected);
      }),
      { numRuns: 30 },
    );
    expect((await get('ranged', { Range: 'bytes=-7' })).ContentRange).toBe('bytes 990-996/997');
    expect((await get('ranged', { Range: 'bytes=-5000' })).ContentRange).toBe('bytes 0-996/997');
    expect((await get('ranged', { Range: 'bytes=990-' })).ContentRange).toBe('bytes 990-996/997');
  });

  it.each(['bytes=5-9', 'bytes=-0', 'bytes=5-'])('%s of five bytes cannot be satisfied', async (Range) => {
    await put('five', '12345');
    const refused = get('five', { Range });
    await expect(refused).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  it.each(['bytes=0-1,3-4', 'bytes=4-2', 'lines=1-2', 'bytes=-'])('%s is passed over', async (Range) => {
    await put('five', '12345');
    expect((await get('five', { Range })).$metadata.httpStatusCode).toBe(200);
  });
});

describe('a condition', () => {
  it('lets a reader fetch only what is new', async () => {
    const { ETag } = await put('conditional', 'one');
    await expect(get('conditional', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect(await textOf('conditional', { IfNoneMatch: '"other"' })).toBe('one');
    expect(await textOf('conditional', { IfMatch: ETag })).toBe('one');
    const changed = get('conditional', { IfMatch: '"other"' });
    await expect(changed).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    const past = new Date(Date.now() - 60_000);
    const future = new Date(Date.now() + 60_000);
    expect(await textOf('conditional', { IfModifiedSince: past })).toBe('one');
    await expect(get('conditional', { IfModifiedSince: future })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(get('conditional', { IfUnmodifiedSince: past })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await textOf('conditional', { IfMatch: ETag, IfUnmodifiedSince: past })).toBe('one');
  });

  it('lets only one writer make an object', async () => {
    const writers = Array.from({ length: 8 }, (_, index) => put('once', `writer ${index}`, { IfNoneMatch: '*' }));
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'PreconditionFailed' });
  });

  it('lets a writer replace only what it has read', async () => {
    const { ETag } = await put('swapped', 'one');
    await put('swapped', 'two', { IfMatch: ETag });
    await expect(put('swapped', 'three', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('never there', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('overrides', () => {
  it('put headers in place of the object’s own', async () => {
    await put('download', 'x', { ContentType: 'text/csv' });
    const answer = await get('download', {
      ResponseContentType: 'application/octet-stream',
      ResponseContentDisposition: 'attachment; filename="été.csv"',
      ResponseCacheControl: 'no-store',
    });
    expect(answer).toMatchObject({ ContentType: 'application/octet-stream', CacheControl: 'no-store' });
    expect(answer.ContentDisposition).toContain('attachment');
  });

  it('must fit into a header', async () => {
    const refused = get('download', { ResponseContentDisposition: 'attachment; filename="読.csv"' });
    await expect(refused).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

it('refuses by name what is not here', async () => {
  const locked = put('locked', 'x', { ObjectLockLegalHoldStatus: 'ON' });
  await expect(locked).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
});

function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
