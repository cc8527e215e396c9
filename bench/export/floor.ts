import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Outcome } from './child.ts';

const LINE_FEED = 0x0a;

/** Writes the CSV of an export to `file`. Rejects where it has not a line a row, and the header. @returns its size in bytes */
export async function writeCsv({ key, rows }: Outcome, s3: S3Client, bucket: string, file: string): Promise<number> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new Error('S3 answered no stream');
  let lines = 0;
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
      done(null, chunk);
    },
  });
  await pipeline(Body, createGunzip(), counted, createWriteStream(file));
  if (lines !== rows + 1) throw new Error(`The file has ${lines} lines instead of ${rows} and the header`);
  return bytes;
}

/** Compresses `file` by `gzip -1` to nowhere. @returns how long it took, in ms; null where there is no `gzip` */
export async function gzipAlone(file: string): Promise<number | null> {
  const begun = performance.now();
  const child = spawn('gzip', ['-1', '-c', file], { stdio: 'ignore' });
  try {
    await once(child, 'exit');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (child.exitCode !== 0) throw new Error(`gzip ended with ${child.exitCode}`);
  return performance.now() - begun;
}
