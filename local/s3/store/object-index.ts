import type { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { openLevel } from '../../shared/level.ts';
import { bucketKey, justAfter, objectKey, partKey, rangeOf, readUploadKey, successor, uploadKey } from './keys.ts';
import { bucketRecord, objectRecord, partRecord, uploadRecord } from './records.ts';
import type { BucketRecord, ObjectRecord, PartRecord, UploadRecord } from './records.ts';

export type Change = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** A walk over the objects of a bucket in the order of their keys' UTF-8 bytes, which can leap. */
export interface ObjectWalk {
  next(): Promise<{ key: string; record: ObjectRecord } | undefined>;
  /** Goes on behind all keys that begin with `prefix`. */
  leap(prefix: string): void;
  close(): Promise<void>;
}

export interface PendingUpload {
  key: string;
  uploadId: string;
  record: UploadRecord;
}

/**
 * What is known of buckets, objects and uploads, on disk. A write has reached the operating system when it resolves, so it survives `kill -9`.
 */
export class ObjectIndex {
  readonly #level: ClassicLevel;

  private constructor(level: ClassicLevel) {
    this.#level = level;
  }

  /** @throws FolderInUse where another process has it open */
  static async open(directory: string): Promise<ObjectIndex> {
    return new ObjectIndex(await openLevel(directory));
  }

  async bucket(bucket: string): Promise<BucketRecord | undefined> {
    return parse(bucketRecord, await this.#level.get(bucketKey(bucket)));
  }

  /** By name. */
  async buckets(): Promise<{ name: string; record: BucketRecord }[]> {
    const entries = await this.#level.iterator({ gte: 'bucket!', lt: 'bucket"' }).all();
    return entries.map(([key, value]) => ({ name: key.slice('bucket!'.length), record: read(bucketRecord, value) }));
  }

  async object(bucket: string, key: string): Promise<ObjectRecord | undefined> {
    return parse(objectRecord, await this.#level.get(objectKey(bucket, key)));
  }

  /**
   * @param prefix of the keys
   * @param after the walk begins behind this key
   */
  walk(bucket: string, prefix: string, after?: string): ObjectWalk {
    const { gte, lt } = rangeOf(objectKey(bucket, prefix));
    const behind = after === undefined ? gte : justAfter(objectKey(bucket, after));
    const start = Buffer.compare(behind, gte) > 0 ? behind : gte;
    const iterator = this.#level.iterator<Buffer, string>({ gte: start, lt, keyEncoding: 'buffer' });
    const offset = Buffer.byteLength(objectKey(bucket, ''));
    return {
      async next() {
        const entry = await iterator.next();
        if (!entry) return undefined;
        return { key: entry[0].toString('utf8', offset), record: read(objectRecord, entry[1]) };
      },
      leap(behindPrefix) {
        iterator.seek(successor(Buffer.from(objectKey(bucket, behindPrefix))));
      },
      close: () => iterator.close(),
    };
  }

  async upload(bucket: string, key: string, uploadId: string): Promise<UploadRecord | undefined> {
    return parse(uploadRecord, await this.#level.get(uploadKey(bucket, key, uploadId)));
  }

  /** Uploads in the order of their keys, those of one key in the order of their begin. */
  async *uploads(
    bucket: string,
    prefix: string,
    after?: { key: string; uploadId?: string },
  ): AsyncGenerator<PendingUpload> {
    const all = rangeOf(uploadKey(bucket, prefix, '').slice(0, -2));
    const last = after && uploadKey(bucket, after.key, after.uploadId ?? '');
    const behind = last && (after.uploadId === undefined ? successor(Buffer.from(last)) : justAfter(last));
    const gte = behind && Buffer.compare(behind, all.gte) > 0 ? behind : all.gte;
    if (Buffer.compare(gte, all.lt) >= 0) return;
    for await (const [key, value] of this.#level.iterator<Buffer, string>({ gte, lt: all.lt, keyEncoding: 'buffer' }))
      yield { ...readUploadKey(bucket, key.toString()), record: read(uploadRecord, value) };
  }

  async part(uploadId: string, number: number): Promise<PartRecord | undefined> {
    return parse(partRecord, await this.#level.get(partKey(uploadId, number)));
  }

  /** In the order of their numbers. */
  async parts(uploadId: string, after = 0): Promise<{ number: number; record: PartRecord }[]> {
    const entries = await this.#level.iterator({ gt: partKey(uploadId, after), lt: `part!${uploadId}"` }).all();
    return entries.map(([key, value]) => ({
      number: Number(key.slice(key.lastIndexOf('!') + 1)),
      record: read(partRecord, value),
    }));
  }

  /** The files that objects and parts are in. */
  async namedFiles(): Promise<Set<string>> {
    const files = new Set<string>();
    for await (const value of this.#level.values({ gte: 'object!', lt: 'object"' }))
      for (const { file } of read(objectRecord, value).segments) files.add(file);
    for await (const value of this.#level.values({ gte: 'part!', lt: 'part"' }))
      files.add(read(partRecord, value).file);
    return files;
  }

  /** All of the changes or none. */
  async write(changes: Change[]): Promise<void> {
    await this.#level.batch(changes);
  }

  async close(): Promise<void> {
    await this.#level.close();
  }
}

export const putBucket = (bucket: string, record: BucketRecord) => put(bucketKey(bucket), record);
export const deleteBucket = (bucket: string) => del(bucketKey(bucket));
export const putObject = (bucket: string, key: string, record: ObjectRecord) => put(objectKey(bucket, key), record);
export const deleteObject = (bucket: string, key: string) => del(objectKey(bucket, key));
export const putUpload = (bucket: string, { key, uploadId, record }: PendingUpload) =>
  put(uploadKey(bucket, key, uploadId), record);
export const deleteUpload = (bucket: string, key: string, uploadId: string) => del(uploadKey(bucket, key, uploadId));
export const putPart = (uploadId: string, number: number, record: PartRecord) => put(partKey(uploadId, number), record);
export const deletePart = (uploadId: string, number: number) => del(partKey(uploadId, number));

function put(key: string, value: object): Change {
  return { type: 'put', key, value: JSON.stringify(value) };
}

function del(key: string): Change {
  return { type: 'del', key };
}

function parse<Output>(schema: v.GenericSchema<unknown, Output>, text: string | undefined): Output | undefined {
  return text === undefined ? undefined : read(schema, text);
}

function read<Output>(schema: v.GenericSchema<unknown, Output>, text: string): Output {
  return v.parse(schema, JSON.parse(text));
}
