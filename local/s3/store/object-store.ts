import { join } from 'node:path';
import { Turns } from '../../shared/turns.ts';
import type { Clock } from '../../shared/service.ts';
import { noSuchBucket } from '../errors.ts';
import { DataFiles } from './files.ts';
import { expire } from './expiry.ts';
import { deleteObject, ObjectIndex, putObject } from './object-index.ts';
import type { BucketRecord, ObjectRecord } from './records.ts';

/** An object whose bytes stay readable until `release`, whatever becomes of its key. */
export interface OpenObject {
  record: ObjectRecord;
  release: () => Promise<void>;
}

interface Commit {
  bucket: string;
  key: string;
  /** Looks at what is there before; throws to leave it. */
  check?: (existing: ObjectRecord | undefined) => void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Buckets, objects and uploads: the index and the files it names. Changes within a bucket come one after another, each whole, so that every read
 * sees the last write.
 */
export class ObjectStore {
  readonly index: ObjectIndex;
  readonly files: DataFiles;
  readonly clock: Clock;
  readonly #turns = new Map<string, Turns>();
  /** The day, counted from the epoch, on which a bucket's lifecycle rules were applied last. */
  readonly #expiredOn = new Map<string, number>();

  private constructor(index: ObjectIndex, files: DataFiles, clock: Clock) {
    this.index = index;
    this.files = files;
    this.clock = clock;
  }

  static async open(directory: string, clock: Clock): Promise<ObjectStore> {
    const index = await ObjectIndex.open(join(directory, 'index'));
    const named = await index.namedFiles();
    const files = await DataFiles.open(join(directory, 'data'), (file) => named.has(file));
    return new ObjectStore(index, files, clock);
  }

  /** Runs `change` when the changes of the bucket that were asked for before are done. */
  inTurn<Result>(bucket: string, change: () => Promise<Result>): Promise<Result> {
    const turns = this.#turns.get(bucket) ?? new Turns();
    this.#turns.set(bucket, turns);
    return turns.take(change);
  }

  /**
   * The bucket, with its lifecycle rules applied up to now.
   * @throws AwsError NoSuchBucket
   */
  async requireBucket(bucket: string): Promise<BucketRecord> {
    const record = await this.index.bucket(bucket);
    if (!record) throw noSuchBucket(bucket);
    // Rules take effect at midnights in UTC only.
    const today = Math.floor(this.clock() / DAY_MS);
    if (record.lifecycle.length > 0 && this.#expiredOn.get(bucket) !== today) {
      await this.inTurn(bucket, () => expire(this, bucket, record.lifecycle));
      this.#expiredOn.set(bucket, today);
    }
    return record;
  }

  /** New rules are applied at the next access. */
  rulesChanged(bucket: string): void {
    this.#expiredOn.delete(bucket);
  }

  /** The object as it is now; `undefined` where there is none. */
  async open(bucket: string, key: string): Promise<OpenObject | undefined> {
    return this.inTurn(bucket, async () => {
      const record = await this.index.object(bucket, key);
      return record && { record, release: this.files.hold(record.segments.map(({ file }) => file)) };
    });
  }

  /** Makes `record` the object of the key. */
  async putObject({ bucket, key, check }: Commit, record: ObjectRecord): Promise<void> {
    await this.inTurn(bucket, async () => {
      // It may have gone while the body came.
      if (!(await this.index.bucket(bucket))) throw noSuchBucket(bucket);
      const existing = await this.index.object(bucket, key);
      check?.(existing);
      await this.index.write([putObject(bucket, key, record)]);
      await this.files.remove(filesOf(existing));
    });
  }

  /** Changes what is said of an object, not its bytes. @returns whether there is one */
  async changeObject(
    { bucket, key }: Omit<Commit, 'check'>,
    change: (record: ObjectRecord) => ObjectRecord,
  ): Promise<boolean> {
    return this.inTurn(bucket, async () => {
      const existing = await this.index.object(bucket, key);
      if (existing) await this.index.write([putObject(bucket, key, change(existing))]);
      return existing !== undefined;
    });
  }

  /** Deleting what is not there is no error. */
  async deleteObject({ bucket, key, check }: Commit): Promise<void> {
    await this.inTurn(bucket, async () => {
      const existing = await this.index.object(bucket, key);
      check?.(existing);
      if (!existing) return;
      await this.index.write([deleteObject(bucket, key)]);
      await this.files.remove(filesOf(existing));
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#turns.values()].map((turns) => turns.take(() => Promise.resolve())));
    await this.index.close();
  }
}

export function filesOf(record: ObjectRecord | undefined): string[] {
  return record ? record.segments.map(({ file }) => file) : [];
}
