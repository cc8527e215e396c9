import type { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { chunks } from '../../shared/collections.ts';
import { mapConcurrently } from '../../shared/concurrency.ts';
import { prefixOf, uploadKey } from '../../shared/imports/keys.ts';
import type { Files } from '../ports.ts';

/** Source: Amazon S3 API Reference, "DeleteObjects". */
const KEYS_A_REQUEST = 1000;

const READS_AT_A_TIME = 4;

/** The bucket of imports. */
export function filesBucket({ client, bucket: Bucket }: { client: S3Client; bucket: string }): Files {
  async function read(Key: string): Promise<Buffer> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** Keys, in their order. */
  async function list(Prefix: string): Promise<string[]> {
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix, ...(ContinuationToken !== undefined && { ContinuationToken }) }),
      );
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) found.push(Key);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  }

  return {
    read,

    async upload(key) {
      try {
        return await read(uploadKey(key));
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async keep(key, name, Body) {
      const Key = `${prefixOf(key)}${name}`;
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
      return Key;
    },

    async join(key, prefix, { objectKey, contentType, head }) {
      // All in memory: of the most rows that there can be, what devices connect with has some 30 MB.
      const pieces = await mapConcurrently(await list(`${prefixOf(key)}${prefix}`), READS_AT_A_TIME, read);
      const Body = Buffer.concat([head, ...pieces]);
      await client.send(new PutObjectCommand({ Bucket, Key: objectKey, Body, ContentType: contentType }));
    },

    async removeAllBut(key, objectKeys) {
      const found = (await list(prefixOf(key))).filter((found) => !objectKeys.includes(found));
      for (const some of chunks(found, KEYS_A_REQUEST)) {
        const Delete = { Objects: some.map((Key) => ({ Key })), Quiet: true };
        const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }));
        if (Errors.length > 0) throw new Error(`S3 did not delete ${Errors.length} files: ${Errors[0]?.Code ?? ''}`);
      }
    },
  };
}
