import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { malformedXml, notImplemented, s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { repeated, xmlBoolean } from '../xml.ts';
import { changeBucket } from './lifecycle.ts';

/** What buckets are made with. Source: Default settings for new S3 buckets FAQ (Amazon S3 User Guide). */
export const NEW_BUCKET = {
  ownership: 'BucketOwnerEnforced',
  publicAccessBlock: { blockAcls: true, ignoreAcls: true, blockPolicy: true, restrictBuckets: true },
} as const;

const ownershipControls = v.object({
  Rule: repeated(
    v.object({ ObjectOwnership: v.picklist(['BucketOwnerPreferred', 'ObjectWriter', 'BucketOwnerEnforced']) }),
  ),
});

/** Access control lists are off and stay off: what would turn them on is refused. */
export const putBucketOwnershipControls: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const { Rule: rules } = await readXmlBody(context, 'OwnershipControls', ownershipControls);
  const [rule] = rules;
  if (!rule || rules.length > 1) throw malformedXml();
  const { ObjectOwnership: ownership } = rule;
  if (ownership !== 'BucketOwnerEnforced') throw notImplemented(`The object ownership ${ownership}`);
  await changeBucket(store, request.bucket, (record) => ({ ...record, ownership }));
  return {};
};

export const getBucketOwnershipControls: Operation = async ({ request: { bucket }, store }) => {
  const { ownership } = await store.requireBucket(bucket);
  if (ownership === undefined)
    throw s3Error('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', 404, {
      BucketName: bucket,
    });
  return xmlAnswer('OwnershipControls', { Rule: { ObjectOwnership: ownership } });
};

export const deleteBucketOwnershipControls: Operation = async ({ request: { bucket }, store }) => {
  await changeBucket(store, bucket, ({ ownership: _, ...rest }) => rest);
  return { status: 204 };
};

const flag = v.optional(xmlBoolean, 'false');
const accessBlock = v.object({
  BlockPublicAcls: flag,
  IgnorePublicAcls: flag,
  BlockPublicPolicy: flag,
  RestrictPublicBuckets: flag,
});

/**
 * What keeps a bucket from being public. Of the four settings `BlockPublicPolicy` has an effect, on PutBucketPolicy; for the others there is
 * nothing to do, as no access control list is taken and no request is let in for a policy's sake.
 */
export const putPublicAccessBlock: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const given = await readXmlBody(context, 'PublicAccessBlockConfiguration', accessBlock);
  const publicAccessBlock = {
    blockAcls: given.BlockPublicAcls,
    ignoreAcls: given.IgnorePublicAcls,
    blockPolicy: given.BlockPublicPolicy,
    restrictBuckets: given.RestrictPublicBuckets,
  };
  await changeBucket(store, request.bucket, (record) => ({ ...record, publicAccessBlock }));
  return {};
};

export const getPublicAccessBlock: Operation = async ({ request: { bucket }, store }) => {
  const { publicAccessBlock: block } = await store.requireBucket(bucket);
  if (!block)
    throw s3Error('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found', 404, {
      BucketName: bucket,
    });
  return xmlAnswer('PublicAccessBlockConfiguration', {
    BlockPublicAcls: block.blockAcls,
    IgnorePublicAcls: block.ignoreAcls,
    BlockPublicPolicy: block.blockPolicy,
    RestrictPublicBuckets: block.restrictBuckets,
  });
};

export const deletePublicAccessBlock: Operation = async ({ request: { bucket }, store }) => {
  await changeBucket(store, bucket, ({ publicAccessBlock: _, ...rest }) => rest);
  return { status: 204 };
};
