import { s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { changeBucket } from './lifecycle.ts';
import { BUCKET, readTags, tagsAnswer } from './tag-set.ts';

export const putBucketTagging: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const tags = await readTags(context, BUCKET);
  await changeBucket(store, request.bucket, (record) => ({ ...record, tags }));
  return { status: 204 };
};

export const getBucketTagging: Operation = async ({ request: { bucket }, store }) => {
  const { tags = [] } = await store.requireBucket(bucket);
  if (tags.length === 0) throw s3Error('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: bucket });
  return tagsAnswer(tags);
};

export const deleteBucketTagging: Operation = async ({ request: { bucket }, store }) => {
  await changeBucket(store, bucket, ({ tags: _, ...rest }) => rest);
  return { status: 204 };
};
