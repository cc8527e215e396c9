import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeChunks } from './body/aws-chunked.ts';
import { digestOf } from './checksums/algorithms.ts';
import type { Algorithm } from './checksums/algorithms.ts';
import { signerOf } from './signature/canonical.ts';
import { BUCKET, startS3 } from './testing/start.ts';

let world: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  world = await startS3();
});
afterAll(() => world.stop());

const checksum = (algorithm: Algorithm, bytes: string | Buffer) => {
  const digest = digestOf(algorithm);
  digest.update(Buffer.from(bytes));
  return digest.digest().toString('base64');
};

/** A PUT as any client might send it, signed by somebody unknown. */
async function put(key: string, body: string | Buffer, headers: Record<string, string>) {
  const response = await fetch(`${world.url}/${BUCKET}/${key}`, {
    method: 'PUT',
    body: new Uint8Array(Buffer.from(body)),
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      ...headers,
    },
  });
  const text = await response.text();
  return { status: response.status, code: /<Code>(.*)<\/Code>/.exec(text)?.[1], headers: response.headers };
}

const contentOf = async (Key: string) => {
  const answer = await world.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return answer.Body?.transformToString();
};

describe('what a request says of its body', () => {
  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('is checked by %s', async (algorithm) => {
    const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
    const right = await put('checked', 'reading', { [name]: checksum(algorithm, 'reading') });
    expect([right.status, right.headers.get(name)]).toEqual([200, checksum(algorithm, 'reading')]);
    const wrong = await put('wrong', 'reading', { [name]: checksum(algorithm, 'other') });
    expect(wrong).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await put('wrong', 'reading', { [name]: 'short' })).toMatchObject({ status: 400, code: 'InvalidRequest' });
    await expect(contentOf('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const head = await world.client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'checked', ChecksumMode: 'ENABLED' }),
    );
    expect(head[`Checksum${algorithm}`]).toBe(checksum(algorithm, 'reading'));
  });

  it('is checked by Content-MD5 and by SHA-256 of the payload', async () => {
    const md5 = (text: string) => createHash('md5').update(text).digest('base64');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(await put('a', 'x', { 'content-md5': md5('x') })).toMatchObject({ status: 200 });
    expect(await put('a', 'x', { 'content-md5': md5('y') })).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await put('a', 'x', { 'content-md5': 'no md5' })).toMatchObject({ status: 400, code: 'InvalidDigest' });
    expect(await put('a', 'x', { 'x-amz-content-sha256': sha256('x') })).toMatchObject({ status: 200 });
    const other = await put('a', 'x', { 'x-amz-content-sha256': sha256('y') });
    expect(other).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' });
    expect(await put('a', 'x', { 'x-amz-content-sha256': 'no hash' })).toMatchObject({ code: 'InvalidArgument' });
    const two = { 'x-amz-checksum-sha1': checksum('SHA1', 'x'), 'x-amz-checksum-crc32': checksum('CRC32', 'x') };
    expect(await put('a', 'x', two)).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(await put('a', 'x', { 'x-amz-checksum-xxhash3': 'AAAAAAAAAAA=' })).toMatchObject({ code: 'NotImplemented' });
  });

  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)('is checked by the SDK’s own %s', async (algorithm) => {
    const input: PutObjectCommandInput = { Bucket: BUCKET, Key: 'sdk', Body: 'x'.repeat(70_000) };
    await world.known.send(new PutObjectCommand({ ...input, ChecksumAlgorithm: algorithm }));
    expect(await contentOf('sdk')).toBe('x'.repeat(70_000));
  });

  it('is computed where the client says nothing', async () => {
    const { headers } = await put('silent', 'reading', {});
    expect(headers.get('x-amz-checksum-crc64nvme')).toBe(checksum('CRC64NVME', 'reading'));
  });
});

describe('chunks', () => {
  const chunked = (length: number, more: Record<string, string> = {}) => ({
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': String(length),
    'x-amz-trailer': 'x-amz-checksum-crc32',
    'content-encoding': 'aws-chunked',
    ...more,
  });
  const trailer = (text: string) => `x-amz-checksum-crc32:${checksum('CRC32', text)}\r\n\r\n`;

  it('are joined, and the trailing checksum verified', async () => {
    expect(await put('chunked', `7\r\nreading\r\n0\r\n${trailer('reading')}`, chunked(7))).toMatchObject({
      status: 200,
    });
    expect(await contentOf('chunked')).toBe('reading');
    const head = await world.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'chunked' }));
    expect(head.ContentEncoding).toBeUndefined();
  });

  it.each([
    ['whose checksum is another', `7\r\nreading\r\n0\r\n${trailer('other')}`, 7, 'BadDigest'],
    ['without the checksum that was announced', '7\r\nreading\r\n0\r\n\r\n', 7, 'MalformedTrailerError'],
    ['that end too soon', '7\r\nread', 7, 'IncompleteBody'],
    ['without an end', '7\r\nreading\r\n', 7, 'IncompleteBody'],
    ['of another length than announced', `7\r\nreading\r\n0\r\n${trailer('reading')}`, 8, 'IncompleteBody'],
    ['that are none', 'reading', 7, 'IncompleteBody'],
    ['that are too small', `3\r\nrea\r\n4\r\nding\r\n0\r\n${trailer('reading')}`, 7, 'InvalidChunkSizeError'],
  ])('%s are refused', async (_, body, length, code) => {
    expect(await put('refused', body, chunked(length))).toMatchObject({ code });
    await expect(contentOf('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('need the length of what is in them', async () => {
    const headers = chunked(7);
    const { 'x-amz-decoded-content-length': _, ...without } = headers;
    expect(await put('refused', 'x', without)).toMatchObject({ status: 411, code: 'MissingContentLength' });
  });

  it('may come in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 8192, max: 9000 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 5000 }),
        async (sizes, piece) => {
          const payload = Buffer.from(sizes.map((size, index) => String(index).repeat(size)).join(''));
          let at = 0;
          const chunks = sizes.map((size) => {
            const data = payload.subarray(at, (at += size)).toString();
            return `${size.toString(16)}\r\n${data}\r\n`;
          });
          const encoded = Buffer.from(`${chunks.join('')}0\r\nname: value \r\n\r\n`);
          let trailers: ReadonlyMap<string, string> = new Map<string, string>();
          const decoded = await collect(
            decodeChunks(pieces(encoded, piece), {
              signed: false,
              seed: undefined,
              onTrailers: (received) => (trailers = received),
            }),
          );
          expect(decoded.equals(payload)).toBe(true);
          expect([...trailers]).toEqual([['name', 'value']]);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('signed chunks', () => {
  // The examples of the Amazon S3 API Reference: 66,560 letters in two chunks.
  const scope = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', day: '20130524', region: 'us-east-1' };
  const signer = signerOf('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope, '20130524T000000Z');
  const chunk = (size: number, signature: string) =>
    `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`;
  const decode = (text: string, signature: string) =>
    collect(
      decodeChunks(pieces(Buffer.from(text), 1000), {
        signed: true,
        seed: { signer, signature },
        onTrailers: () => undefined,
      }),
    );

  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const plain = [
    chunk(65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
    chunk(1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
    chunk(0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
  ];
  const trailingSeed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
  const trailing = [
    chunk(65_536, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'),
    chunk(1024, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'),
    '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
    'x-amz-checksum-crc32c:sOO8/Q==\r\n',
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
  ];

  it('are accepted where every signature is right', async () => {
    expect((await decode(plain.join(''), seed)).equals(Buffer.alloc(66_560, 'a'))).toBe(true);
    expect((await decode(trailing.join(''), trailingSeed)).equals(Buffer.alloc(66_560, 'a'))).toBe(true);
  });

  it('are refused where a byte, a signature or a trailer is another', async () => {
    const refused = { code: 'SignatureDoesNotMatch' };
    await expect(decode(plain.join('').replace('aaa', 'aba'), seed)).rejects.toMatchObject(refused);
    await expect(decode(plain.join(''), trailingSeed)).rejects.toMatchObject(refused);
    await expect(decode(plain.join('').replace('b6c6', 'b6c7'), seed)).rejects.toMatchObject(refused);
    await expect(decode(trailing.join('').replace('sOO8', 'sOO9'), trailingSeed)).rejects.toMatchObject(refused);
    const unsigned = trailing.join('').replace(/x-amz-trailer-signature.*\r\n/, '');
    await expect(decode(unsigned, trailingSeed)).rejects.toMatchObject(refused);
    await expect(decode('0\r\n\r\n', seed)).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});

it('keeps nothing of an upload that its client breaks off', async () => {
  const before = await readdir(join(world.directory, 'data'));
  const { port } = new URL(world.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    [
      `PUT /${BUCKET}/broken HTTP/1.1`,
      'Host: 127.0.0.1',
      `Authorization: AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      'x-amz-content-sha256: UNSIGNED-PAYLOAD',
      'Content-Length: 1000000',
      '',
      'some bytes',
    ].join('\r\n'),
  );
  await expect.poll(() => readdir(join(world.directory, 'data'))).toHaveLength(before.length + 1);
  socket.destroy();
  await expect.poll(() => readdir(join(world.directory, 'data'))).toEqual(before);
  await expect(contentOf('broken')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it('closes the file of a download that its client breaks off', async () => {
  const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
  await put('large', Buffer.alloc(16 * 1024 * 1024), {});
  const before = await openFiles();
  for (let attempt = 0; attempt < 5; attempt++) {
    const answer = await world.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'large' }));
    expect(answer.ContentLength).toBe(16 * 1024 * 1024);
    expect(answer.Body).toBeInstanceOf(Readable);
    if (answer.Body instanceof Readable) answer.Body.destroy();
  }
  await expect.poll(openFiles).toBeLessThanOrEqual(before + 1);
});

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
