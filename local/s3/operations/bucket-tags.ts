import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { Tag } from '../store/records.ts';
import { orEmpty, repeated } from '../xml.ts';
import { changeBucket } from './lifecycle.ts';

/** Source: Using cost allocation S3 bucket tags (Amazon S3 User Guide). */
const MAXIMUM = { tags: 50, key: 128, value: 256 };

const tagging = v.object({
  TagSet: orEmpty(v.object({ Tag: repeated(v.object({ Key: v.string(), Value: v.string() })) })),
});

export const putBucketTagging: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const { TagSet } = await readXmlBody(context, 'Tagging', tagging);
  const tags = (TagSet.Tag ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }));
  checkTags(tags);
  await changeBucket(store, request.bucket, (record) => ({ ...record, tags }));
  return { status: 204 };
};

export const getBucketTagging: Operation = async ({ request: { bucket }, store }) => {
  const { tags = [] } = await store.requireBucket(bucket);
  if (tags.length === 0) throw s3Error('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: bucket });
  return xmlAnswer('Tagging', { TagSet: { Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })) } });
};

export const deleteBucketTagging: Operation = async ({ request: { bucket }, store }) => {
  await changeBucket(store, bucket, ({ tags: _, ...rest }) => rest);
  return { status: 204 };
};

function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MAXIMUM.tags)
    throw s3Error('BadRequest', `Bucket tag count cannot be greater than ${MAXIMUM.tags}`);
  for (const { key, value } of tags) {
    if (key === '' || key.length > MAXIMUM.key) throw invalidTag('The TagKey you have provided is invalid', key);
    if (value.length > MAXIMUM.value) throw invalidTag('The TagValue you have provided is invalid', key);
    if (key.toLowerCase().startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester', key);
  }
  const twice = tags.find(({ key }, index) => tags.findIndex((other) => other.key === key) < index);
  if (twice) throw invalidTag('Cannot provide multiple Tags with the same key', twice.key);
}

const invalidTag = (message: string, key: string) => s3Error('InvalidTag', message, 400, { TagKey: key });
