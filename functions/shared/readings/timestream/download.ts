import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { Log } from '../../logger.ts';
import { asError } from '../../logger.ts';

export interface DownloadOptions {
  s3: S3Client;
  log: Log;
  /** How long the next bytes may take, in ms. */
  stallLimit?: number;
}

const STALL_LIMIT = 30_000;
/** How often the download of one object may break off. */
const MAX_BREAKS = 5;

/** The bytes of an object from its beginning. A download that breaks off, or stalls, is gone on with from where it was. */
export async function* download(
  object: { bucket: string; key: string },
  { s3, log, stallLimit = STALL_LIMIT }: DownloadOptions,
): AsyncGenerator<Buffer> {
  let received = 0;
  let version: string | undefined;
  for (let breaks = 0; ; breaks++) {
    const { Body, ContentLength, ETag } = await s3.send(
      new GetObjectCommand({
        Bucket: object.bucket,
        Key: object.key,
        ...(received > 0 && { Range: `bytes=${received}-` }),
        ...(version !== undefined && { IfMatch: version }),
      }),
    );
    if (!(Body instanceof Readable) || ContentLength === undefined) throw new TypeError('S3 answered without a body');
    version = ETag;
    const size = received + ContentLength;
    try {
      for await (const chunk of untilStalled(Body, stallLimit)) {
        received += chunk.length;
        yield chunk;
      }
      if (received === size) return;
      throw new Error(`S3 sent ${received} of ${size} bytes`);
    } catch (error) {
      if (breaks === MAX_BREAKS) throw error;
      log.warn('A download broke off and is gone on with', { key: object.key, received, error: asError(error) });
      // All bytes had come before the connection broke.
      if (received === size) return;
    } finally {
      Body.destroy();
    }
  }
}

/** The chunks of `body`. Only the time in which bytes are waited for counts, not that in which the reader is busy. */
async function* untilStalled(body: Readable, limit: number): AsyncGenerator<Buffer> {
  const stop = () => body.destroy(new Error(`S3 sent nothing for ${limit / 1000} s`));
  const chunks: AsyncIterable<Buffer> = body;
  let timer = setTimeout(stop, limit);
  try {
    for await (const chunk of chunks) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(stop, limit);
    }
  } finally {
    clearTimeout(timer);
  }
}
