import { noSuchKey } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { Tag } from '../store/records.ts';
import { OBJECT, readTags, tagsAnswer } from './tag-set.ts';

export const putObjectTagging: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const tags = await readTags(context, OBJECT);
  await setTags(store, request, tags);
  return {};
};

/** An object without tags has an empty set of them. */
export const getObjectTagging: Operation = async ({ request: { bucket, key }, store }) => {
  await store.requireBucket(bucket);
  const record = await store.index.object(bucket, key);
  if (!record) throw noSuchKey(key);
  return tagsAnswer(record.tags ?? []);
};

export const deleteObjectTagging: Operation = async ({ request, store }) => {
  await store.requireBucket(request.bucket);
  await setTags(store, request, []);
  return { status: 204 };
};

async function setTags(store: ObjectStore, at: { bucket: string; key: string }, tags: Tag[]): Promise<void> {
  const found = await store.changeObject(at, (record) => ({ ...record, tags }));
  if (!found) throw noSuchKey(at.key);
}
