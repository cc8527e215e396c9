import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { invalidArgument, malformedXml, notImplemented } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { repeated, xmlBoolean } from '../xml.ts';
import { changeBucket } from './lifecycle.ts';

const ALGORITHM = 'AES256';

const configuration = v.object({
  Rule: repeated(
    v.object({
      ApplyServerSideEncryptionByDefault: v.object({
        SSEAlgorithm: v.picklist([ALGORITHM, 'aws:kms', 'aws:kms:dsse']),
        KMSMasterKeyID: v.optional(v.string()),
      }),
      BucketKeyEnabled: v.optional(xmlBoolean, 'false'),
      BlockedEncryptionTypes: v.optional(v.unknown()),
    }),
  ),
});

/**
 * What the objects of a bucket are encrypted with unless their request says. Kept as it was given; the files of this store are as readable as
 * their folder is, and keys of AWS KMS are refused, as there are none.
 */
export const putBucketEncryption: Operation = async (context) => {
  const { request, store } = context;
  await store.requireBucket(request.bucket);
  const { Rule: rules } = await readXmlBody(context, 'ServerSideEncryptionConfiguration', configuration);
  const [rule] = rules;
  if (!rule || rules.length > 1) throw malformedXml();
  const { SSEAlgorithm, KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault;
  if (SSEAlgorithm !== ALGORITHM) throw notImplemented(`Server-side encryption by ${SSEAlgorithm}`);
  if (KMSMasterKeyID !== undefined)
    throw invalidArgument(
      'KMSMasterKeyID',
      KMSMasterKeyID,
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
    );
  if (rule.BlockedEncryptionTypes !== undefined) throw notImplemented('BlockedEncryptionTypes in default encryption');
  const encryption = { bucketKey: rule.BucketKeyEnabled };
  await changeBucket(store, request.bucket, (record) => ({ ...record, encryption }));
  return {};
};

/** All buckets have one: by keys of S3 unless another was put. Source: Setting default server-side encryption behavior for Amazon S3 buckets. */
export const getBucketEncryption: Operation = async ({ request, store }) => {
  const { encryption } = await store.requireBucket(request.bucket);
  return xmlAnswer('ServerSideEncryptionConfiguration', {
    Rule: {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: ALGORITHM },
      BucketKeyEnabled: encryption?.bucketKey ?? false,
    },
  });
};

export const deleteBucketEncryption: Operation = async ({ request: { bucket }, store }) => {
  await changeBucket(store, bucket, ({ encryption: _, ...rest }) => rest);
  return { status: 204 };
};
