import type { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import { prefixOf, uploadKey } from '../../shared/imports/keys.ts';
import type { Files, ImportKey } from '../ports.ts';

interface Kept {
  key: string;
  bytes: number;
}

/** The bucket of imports. */
export function filesBucket({ client, bucket: Bucket }: { client: S3Client; bucket: string }): Files {
  async function read(Key: string): Promise<Buffer> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** In the order of the keys. */
  async function list(Prefix: string): Promise<Kept[]> {
    const found: Kept[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix, ...(ContinuationToken !== undefined && { ContinuationToken }) }),
      );
      for (const { Key, Size = 0 } of page.Contents ?? []) if (Key !== undefined) found.push({ key: Key, bytes: Size });
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  }

  async function removeAll(prefix: string): Promise<void> {
    // A page of keys is as many as one request deletes.
    for (let found = await list(prefix); found.length > 0; found = found.slice(1000)) {
      const Objects = found.slice(0, 1000).map(({ key: Key }) => ({ Key }));
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      if (Errors.length > 0) throw new Error(`S3 did not delete ${Errors.length} files: ${Errors[0]?.Code ?? ''}`);
    }
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

    async join(key: ImportKey, prefix, { objectKey, contentType, head = Buffer.alloc(0) }) {
      const pieces = await list(`${prefixOf(key)}${prefix}`);
      async function* bytes(): AsyncGenerator<Buffer> {
        yield head;
        for (const piece of pieces) yield await read(piece.key);
      }
      const ContentLength = pieces.reduce((sum, piece) => sum + piece.bytes, head.length);
      const Body = Readable.from(bytes());
      await client.send(
        new PutObjectCommand({ Bucket, Key: objectKey, Body, ContentLength, ContentType: contentType }),
      );
    },

    async remove(key, prefixes = ['']) {
      for (const prefix of prefixes) await removeAll(`${prefixOf(key)}${prefix}`);
    },
  };
}
