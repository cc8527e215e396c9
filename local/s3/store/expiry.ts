import { deleteObject, deletePart, deleteUpload } from './object-index.ts';
import type { Change } from './object-index.ts';
import type { ObjectStore } from './object-store.ts';
import type { LifecycleRule, ObjectRecord } from './records.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes the objects and uploads of a bucket whose time is over. To be called in the bucket's turn. */
export async function expire(store: ObjectStore, bucket: string, rules: readonly LifecycleRule[]): Promise<void> {
  const now = store.clock();
  for (const rule of rules.filter(({ enabled }) => enabled)) {
    await expireObjects(store, bucket, rule, now);
    await expireUploads(store, bucket, rule, now);
  }
}

/**
 * When an object goes, and by which rule; `undefined` for one that stays.
 * A number of days is rounded up to the next midnight in UTC. Source: Examples of S3 Lifecycle configurations; Lifecycle configuration elements.
 */
export function expiryOf(
  rules: readonly LifecycleRule[],
  key: string,
  { lastModified }: Pick<ObjectRecord, 'lastModified'>,
): { at: number; rule: string } | undefined {
  return rules
    .filter(({ enabled, prefix }) => enabled && key.startsWith(prefix))
    .flatMap((rule) => {
      const at = objectExpiry(rule, lastModified);
      return at === undefined ? [] : [{ at, rule: rule.id }];
    })
    .sort((a, b) => a.at - b.at)[0];
}

function objectExpiry({ expirationDays, expirationDate }: LifecycleRule, lastModified: number): number | undefined {
  return expirationDays === undefined ? expirationDate : midnightAfter(lastModified, expirationDays);
}

function midnightAfter(from: number, days: number): number {
  return Math.ceil((from + days * DAY_MS) / DAY_MS) * DAY_MS;
}

async function expireObjects(store: ObjectStore, bucket: string, rule: LifecycleRule, now: number): Promise<void> {
  if (rule.expirationDays === undefined && rule.expirationDate === undefined) return;
  const walk = store.index.walk(bucket, rule.prefix);
  try {
    for (let entry = await walk.next(); entry; entry = await walk.next()) {
      const at = objectExpiry(rule, entry.record.lastModified);
      if (at === undefined || at > now) continue;
      await store.index.write([deleteObject(bucket, entry.key)]);
      await store.files.remove(entry.record.segments.map(({ file }) => file));
    }
  } finally {
    await walk.close();
  }
}

async function expireUploads(store: ObjectStore, bucket: string, rule: LifecycleRule, now: number): Promise<void> {
  if (rule.abortUploadsAfterDays === undefined) return;
  for await (const { key, uploadId, record } of store.index.uploads(bucket, rule.prefix))
    if (midnightAfter(record.initiatedAt, rule.abortUploadsAfterDays) <= now)
      await dropUpload(store, bucket, key, uploadId);
}

/** Forgets an upload and its parts. To be called in the bucket's turn. */
export async function dropUpload(store: ObjectStore, bucket: string, key: string, uploadId: string): Promise<void> {
  const parts = await store.index.parts(uploadId);
  const changes: Change[] = parts.map(({ number }) => deletePart(uploadId, number));
  await store.index.write([deleteUpload(bucket, key, uploadId), ...changes]);
  await store.files.remove(parts.map(({ record }) => record.file));
}
