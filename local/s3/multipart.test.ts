import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { CompletedPart, CreateMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, md5, startS3 } from './testing/start.ts';

const MIB = 1024 * 1024;

let world: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  world = await startS3();
});
afterAll(() => world.stop());

const noise = (size: number, seed: string) => {
  const block = createHash('sha512').update(seed).digest();
  return Buffer.alloc(size, block);
};

async function begin(Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) {
  const { UploadId = '' } = await world.client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ...more }));
  return { Bucket: BUCKET, Key, UploadId };
}

const bytesOf = async (Key: string, more: object = {}) => {
  const answer = await world.client.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
};

const etagOf = (parts: readonly Buffer[]) =>
  `"${md5(Buffer.concat(parts.map((part) => Buffer.from(md5(part), 'hex'))))}-${parts.length}"`;

describe('an upload in parts', () => {
  it('is the concatenation of its parts, and can be completed again', async () => {
    const parts = [noise(5 * MIB, 'one'), noise(5 * MIB + 1, 'two'), noise(17, 'three')];
    const upload = await begin('joined', { ContentType: 'application/gzip', Metadata: { rows: '12' } });
    const listed: CompletedPart[] = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = 3 * index + 1;
      const { ETag } = await world.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      listed.push({ PartNumber, ETag });
    }
    const completion = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: listed } });
    const done = await world.client.send(completion);
    expect(done.ETag).toBe(etagOf(parts));
    expect(md5(await bytesOf('joined'))).toBe(md5(Buffer.concat(parts)));
    expect(await bytesOf('joined', { Range: `bytes=${5 * MIB - 3}-${5 * MIB + 2}` })).toEqual(
      Buffer.concat(parts).subarray(5 * MIB - 3, 5 * MIB + 3),
    );
    expect(await bytesOf('joined', { PartNumber: 3 })).toEqual(parts[2]);
    const head = await world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'joined', PartNumber: 2 }));
    expect(head).toMatchObject({ PartsCount: 3, ContentLength: 5 * MIB + 1, Metadata: { rows: '12' } });
    expect(await world.client.send(completion)).toMatchObject({ ETag: done.ETag, Key: 'joined' });
  });

  it('takes a part again in place of an earlier one, and leaves out what is not listed', async () => {
    const upload = await begin('chosen');
    const put = (PartNumber: number, Body: string) =>
      world.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    await put(1, 'first');
    await put(2, 'left out');
    const { ETag } = await put(1, 'again');
    await world.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }),
    );
    expect((await bytesOf('chosen')).toString()).toBe('again');
  });

  it('refuses parts that are missing, out of order, too small or not those uploaded', async () => {
    const upload = await begin('refused');
    const etags: (string | undefined)[] = [];
    for (const PartNumber of [1, 2])
      etags.push((await world.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'small' }))).ETag);
    const complete = (Parts: CompletedPart[]) =>
      world.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    const [one, two] = etags;
    const first = { PartNumber: 1, ETag: one };
    const second = { PartNumber: 2, ETag: two };
    await expect(complete([second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete([first, { PartNumber: 3, ETag: one }])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([{ PartNumber: 3, ETag: one }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete([{ PartNumber: 1, ETag: '"0"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete([first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete([])).rejects.toMatchObject({ name: 'MalformedXML' });
    await complete([second]);
    const lost = world.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'late' }));
    await expect(lost).rejects.toMatchObject({ name: 'NoSuchUpload', $metadata: { httpStatusCode: 404 } });
  });

  it('does not replace an object where it must not', async () => {
    await world.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'taken', Body: 'x' }));
    const upload = await begin('taken');
    const { ETag } = await world.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'y' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload, IfNoneMatch: '*' });
    await expect(world.client.send(complete)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect((await bytesOf('taken')).toString()).toBe('x');
  });

  it('keeps nothing when it is aborted', async () => {
    const before = await readdir(join(world.directory, 'data'));
    const upload = await begin('aborted');
    await world.client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
    await world.client.send(new AbortMultipartUploadCommand(upload));
    expect(await readdir(join(world.directory, 'data'))).toEqual(before);
    const again = world.client.send(new AbortMultipartUploadCommand(upload));
    await expect(again).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('checksums of parts', () => {
  const parts = [noise(5 * MIB, 'a'), noise(1000, 'b')];

  async function uploadAll(Key: string, more: Partial<CreateMultipartUploadCommandInput>) {
    const upload = await begin(Key, more);
    const listed: CompletedPart[] = [];
    for (const [index, Body] of parts.entries()) {
      const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 } =
        await world.client.send(
          new UploadPartCommand({
            ...upload,
            PartNumber: index + 1,
            Body,
            ...(more.ChecksumAlgorithm && { ChecksumAlgorithm: more.ChecksumAlgorithm }),
          }),
        );
      const checksums = { ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 };
      listed.push({ PartNumber: index + 1, ETag, ...checksums });
    }
    await world.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: listed } }));
    return world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key, ChecksumMode: 'ENABLED' }));
  }

  async function whole(Key: string, ChecksumAlgorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME') {
    const Body = Buffer.concat(parts);
    return world.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ChecksumAlgorithm }));
  }

  it.each(['CRC32', 'CRC32C'] as const)('of %s can be those of the whole', async (ChecksumAlgorithm) => {
    const head = await uploadAll(`full ${ChecksumAlgorithm}`, { ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' });
    const put = await whole('as one', ChecksumAlgorithm);
    expect(head.ChecksumType).toBe('FULL_OBJECT');
    expect(head[`Checksum${ChecksumAlgorithm}`]).toBe(put[`Checksum${ChecksumAlgorithm}`]);
  });

  it('are CRC64NVME of the whole unless a client chooses', async () => {
    const head = await uploadAll('default', {});
    expect(head.ChecksumType).toBe('FULL_OBJECT');
    expect(head.ChecksumCRC64NVME).toBe((await whole('as one', 'CRC64NVME')).ChecksumCRC64NVME);
  });

  it.each(['SHA1', 'SHA256'] as const)('of %s are made into one of all', async (ChecksumAlgorithm) => {
    const head = await uploadAll(`composite ${ChecksumAlgorithm}`, { ChecksumAlgorithm });
    const hash = (bytes: Buffer) => createHash(ChecksumAlgorithm.toLowerCase()).update(bytes).digest();
    expect(head.ChecksumType).toBe('COMPOSITE');
    expect(head[`Checksum${ChecksumAlgorithm}`]).toBe(`${hash(Buffer.concat(parts.map(hash))).toString('base64')}-2`);
  });

  it('must be of the algorithm that was chosen', async () => {
    const upload = await begin('other algorithm', { ChecksumAlgorithm: 'SHA256' });
    const part = new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x', ChecksumAlgorithm: 'SHA1' });
    await expect(world.client.send(part)).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});

describe('lists of uploads and parts', () => {
  it('come in pages', async () => {
    const upload = await begin('paged/parts');
    for (let PartNumber = 1; PartNumber <= 5; PartNumber++)
      await world.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: String(PartNumber) }));
    const numbers: (number | undefined)[] = [];
    let marker: string | undefined;
    do {
      const page = await world.client.send(
        new ListPartsCommand({ ...upload, MaxParts: 2, ...(marker && { PartNumberMarker: marker }) }),
      );
      numbers.push(...(page.Parts ?? []).map(({ PartNumber }) => PartNumber));
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (marker);
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
  });

  it('are ordered by key, those of a key by their begin, and can be rolled up', async () => {
    const keys = ['up/b', 'up/a', 'up/a', 'up/dir/x', 'up/dir/y', 'up/z\0', 'up/z'];
    for (const key of keys) await begin(key);
    const found: (string | undefined)[] = [];
    let markers: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
    while (markers) {
      const page: Awaited<ReturnType<typeof listUploads>> = await listUploads(markers);
      found.push(...(page.Uploads ?? []).map(({ Key }) => Key && decodeURIComponent(Key)));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      const { NextKeyMarker = '', NextUploadIdMarker = '' } = page;
      markers = page.IsTruncated
        ? {
            KeyMarker: decodeURIComponent(NextKeyMarker),
            ...(NextUploadIdMarker && { UploadIdMarker: NextUploadIdMarker }),
          }
        : undefined;
    }
    expect(found).toEqual(['up/a', 'up/a', 'up/b', 'up/dir/', 'up/z', 'up/z\0']);
  });

  const listUploads = (markers: object) =>
    world.client.send(
      new ListMultipartUploadsCommand({
        Bucket: BUCKET,
        Prefix: 'up/',
        Delimiter: '/',
        MaxUploads: 1,
        EncodingType: 'url',
        ...markers,
      }),
    );
});

describe('a copy', () => {
  it('has the bytes and, unless replaced, the description of its source', async () => {
    const Key = 'source ü+&/é';
    await world.client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'bytes', ContentType: 'text/csv', Metadata: { a: '1' } }),
    );
    const CopySource = `${BUCKET}/${encodeURIComponent(Key)}`;
    const copy = await world.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'copy', CopySource }));
    expect(copy.CopyObjectResult?.ETag).toBe(`"${md5('bytes')}"`);
    const head = await world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'copy' }));
    expect(head).toMatchObject({ ContentType: 'text/csv', Metadata: { a: '1' } });
    const onto = { Bucket: BUCKET, Key, CopySource };
    await expect(world.client.send(new CopyObjectCommand(onto))).rejects.toMatchObject({ name: 'InvalidRequest' });
    await world.client.send(
      new CopyObjectCommand({ ...onto, MetadataDirective: 'REPLACE', ContentType: 'text/plain', Metadata: { b: '2' } }),
    );
    const replaced = await world.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(replaced).toMatchObject({ ContentType: 'text/plain', Metadata: { b: '2' } });
    expect(await replaced.Body?.transformToString()).toBe('bytes');
    const changed = new CopyObjectCommand({ ...onto, Key: 'third', CopySourceIfMatch: '"other"' });
    await expect(world.client.send(changed)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('may be made part by part, of ranges', async () => {
    const bytes = noise(6 * MIB, 'source');
    await world.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'ranges', Body: bytes }));
    const upload = await begin('assembled');
    const CopySource = `/${BUCKET}/ranges`;
    const ranges = [`bytes=0-${5 * MIB - 1}`, `bytes=${5 * MIB}-${6 * MIB - 1}`];
    const Parts: CompletedPart[] = [];
    for (const [index, CopySourceRange] of ranges.entries()) {
      const part = new UploadPartCopyCommand({ ...upload, PartNumber: index + 1, CopySource, CopySourceRange });
      const { CopyPartResult } = await world.client.send(part);
      Parts.push({ PartNumber: index + 1, ETag: CopyPartResult?.ETag });
    }
    await world.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(md5(await bytesOf('assembled'))).toBe(md5(bytes));
    await world.client.send(
      new CopyObjectCommand({ Bucket: BUCKET, Key: 'in one', CopySource: `${BUCKET}/assembled` }),
    );
    const head = await world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'in one' }));
    expect(head.ETag).toBe(`"${md5(bytes)}"`);
    const beyond = new UploadPartCopyCommand({ ...upload, Key: 'x', PartNumber: 1, CopySource });
    await expect(world.client.send(beyond)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('lib-storage', () => {
  it('uploads a stream in parts', async () => {
    const bytes = noise(12 * MIB + 5, 'lib-storage');
    function* chunks() {
      for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
    }
    const upload = new Upload({
      client: world.client,
      params: { Bucket: BUCKET, Key: 'lib', Body: Readable.from(chunks()), ContentType: 'text/csv' },
    });
    await upload.done();
    expect(md5(await bytesOf('lib'))).toBe(md5(bytes));
    const head = await world.client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'lib', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ContentType: 'text/csv', ChecksumType: 'COMPOSITE' });
    expect(head.ChecksumCRC32).toMatch(/-3$/);
  });

  it('leaves nothing when it is aborted', async () => {
    const endless = Readable.from(
      (async function* () {
        for (let block = 0; block < 1000; block++) yield await Promise.resolve(noise(MIB, String(block)));
      })(),
    );
    const upload = new Upload({ client: world.client, params: { Bucket: BUCKET, Key: 'broken off', Body: endless } });
    upload.on('httpUploadProgress', () => void upload.abort());
    await expect(upload.done()).rejects.toMatchObject({ name: 'AbortError' });
    await expect
      .poll(async () => {
        const list = new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: 'broken off' });
        return (await world.client.send(list)).Uploads;
      })
      .toBeUndefined();
    await expect(bytesOf('broken off')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
