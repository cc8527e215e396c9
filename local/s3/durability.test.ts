import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../shared/log.ts';
import { clientOptions, serve } from '../shared/testing/serve.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { createS3 } from './index.ts';
import { BUCKET } from './testing/start.ts';

let directory: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
});
afterEach(() => remove());

const open = () => createS3({ directory, log: silentLog, secretOf: () => undefined });
const dataFiles = () => readdir(join(directory, 'data'));

async function* text(...pieces: string[]) {
  for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
}

async function read(s3: Awaited<ReturnType<typeof open>>, Key: string): Promise<string | undefined> {
  const served = await serve(s3);
  try {
    const client = new S3Client(clientOptions(served.url));
    const answer = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return await answer.Body?.transformToString();
  } finally {
    await served.close();
  }
}

it('keeps what other services write, over a restart', async () => {
  const first = await open();
  await expect(first.objects.requireBucket(BUCKET)).rejects.toMatchObject({ code: 'NoSuchBucket' });
  await first.createBucket(BUCKET);
  const object = { bucket: BUCKET, key: 'unload/part-0', contentType: 'text/csv' };
  expect(await first.objects.write(object, text('time,', 'value'))).toBe(10);
  await first.close();
  await first.close();
  const second = await open();
  expect(await read(second, 'unload/part-0')).toBe('time,value');
  await second.close();
});

it('tells a client that it stops where the end finds its request half done, and logs no error', async () => {
  const errors: string[] = [];
  const log = { ...silentLog, error: (message: string) => void errors.push(message) };
  const s3 = await createS3({ directory, log, secretOf: () => undefined });
  await s3.createBucket(BUCKET);
  const served = await serve(s3);
  async function* halves() {
    yield Buffer.from('some');
    await s3.close();
    yield Buffer.from('more');
  }
  const client = new S3Client({ ...clientOptions(served.url), maxAttempts: 1 });
  const put = { Bucket: BUCKET, Key: 'half', Body: Readable.from(halves()), ContentLength: 8 };
  await expect(client.send(new PutObjectCommand(put))).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    $metadata: { httpStatusCode: 503 },
  });
  await served.close();
  expect(errors).toEqual([]);
});

it('stores nothing of an object whose source fails', async () => {
  const s3 = await open();
  await s3.createBucket(BUCKET);
  async function* failing() {
    yield* text('some');
    throw new Error('no more');
  }
  const object = { bucket: BUCKET, key: 'half', contentType: 'text/csv' };
  await expect(s3.objects.write(object, failing())).rejects.toThrow('no more');
  expect(await dataFiles()).toEqual([]);
  await expect(s3.objects.write({ ...object, bucket: 'nowhere' }, text('x'))).rejects.toMatchObject({
    code: 'NoSuchBucket',
  });
  await s3.close();
});

it('has an object whole or not at all after kill -9', async () => {
  const child = fork(new URL('./testing/serve-forever.ts', import.meta.url).pathname, [directory], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await urlOf(child);
  const client = new S3Client(clientOptions(url));
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'whole', Body: 'finished' }));
  const upload = { Bucket: BUCKET, Key: 'parts' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
  await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'part' }));
  // It never ends: the child dies with it under way.
  const cut = request(`${url}/${BUCKET}/whole`, {
    method: 'PUT',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'content-length': 10_000_000,
    },
  });
  const broken = once(cut, 'error');
  cut.write(Buffer.alloc(3_000_000));
  await expect.poll(dataFiles).toHaveLength(3);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await broken;
  await writeFile(join(directory, 'data', 'left over'), 'nothing names it');

  const s3 = await open();
  expect(await read(s3, 'whole')).toBe('finished');
  expect(await dataFiles()).toHaveLength(2);
  await s3.close();
});

async function urlOf(child: ChildProcess): Promise<string> {
  const [message] = (await once(child, 'message')) as unknown[];
  return v.parse(v.object({ url: v.string() }), message).url;
}
