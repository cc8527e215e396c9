import * as v from 'valibot';
import { LOCAL_ACCOUNT } from '../../shared/service.ts';
import { xmlAnswer } from '../answer.ts';
import { readText } from '../body/xml-body.ts';
import { s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { deleteBucket as bucketDeleted, putBucket } from '../store/object-index.ts';
import { dropUpload } from '../store/expiry.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { parseXml } from '../xml.ts';
import { NEW_BUCKET } from './public-access.ts';

export const OWNER = { ID: LOCAL_ACCOUNT.padStart(64, '0'), DisplayName: 'local' };

/** 3 to 63 lower-case letters, digits, dots and hyphens. Source: General purpose bucket naming rules. */
const BUCKET_NAME = /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const listBuckets: Operation = async ({ request, store }) => {
  const prefix = request.query.get('prefix') ?? '';
  const buckets = (await store.index.buckets()).filter(({ name }) => name.startsWith(prefix));
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: OWNER,
    Buckets: {
      Bucket: buckets.map(({ name, record }) => ({
        Name: name,
        CreationDate: new Date(record.createdAt).toISOString(),
        BucketRegion: record.region,
      })),
    },
    ...(prefix && { Prefix: prefix }),
  });
};

const configuration = v.object({ LocationConstraint: v.optional(v.string(), '') });

export const createBucket: Operation = async (context) => {
  const { request, region, store } = context;
  const body = await readText(context);
  const wanted = body === '' ? '' : parseXml(body, 'CreateBucketConfiguration', configuration).LocationConstraint;
  const fits =
    region === 'us-east-1' ? wanted === '' : wanted === region || (wanted === 'EU' && region === 'eu-west-1');
  if (!fits)
    throw s3Error(
      'IllegalLocationConstraintException',
      `The ${wanted || 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  await makeBucket(store, request.bucket, region);
  return { headers: { location: `/${request.bucket}`, 'x-amz-bucket-arn': `arn:aws:s3:::${request.bucket}` } };
};

/** @throws AwsError InvalidBucketName, BucketAlreadyOwnedByYou */
export async function makeBucket(store: ObjectStore, bucket: string, region: string): Promise<void> {
  if (!BUCKET_NAME.test(bucket))
    throw s3Error('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: bucket });
  await store.inTurn(bucket, async () => {
    if (await store.index.bucket(bucket))
      throw s3Error(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
        { BucketName: bucket },
      );
    const record = { createdAt: store.clock(), region, lifecycle: [], cors: [], ...NEW_BUCKET };
    await store.index.write([putBucket(bucket, record)]);
  });
}

export const headBucket: Operation = async ({ request, store }) => {
  const { region } = await store.requireBucket(request.bucket);
  return { headers: { 'x-amz-bucket-region': region, 'x-amz-access-point-alias': 'false' } };
};

export const deleteBucket: Operation = async ({ request: { bucket }, store }) => {
  await store.requireBucket(bucket);
  await store.inTurn(bucket, async () => {
    const walk = store.index.walk(bucket, '');
    const first = await walk.next();
    await walk.close();
    if (first)
      throw s3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, { BucketName: bucket });
    for await (const { key, uploadId } of store.index.uploads(bucket, ''))
      await dropUpload(store, bucket, key, uploadId);
    await store.index.write([bucketDeleted(bucket)]);
  });
  return { status: 204 };
};

export const getBucketLocation: Operation = async ({ request, store }) => {
  const { region } = await store.requireBucket(request.bucket);
  const answer = xmlAnswer('LocationConstraint', {});
  if (region === 'us-east-1' || typeof answer.body !== 'string') return answer;
  return { ...answer, body: answer.body.replace('></LocationConstraint>', `>${region}</LocationConstraint>`) };
};

/** Access control lists are off, as they are in new buckets: the owner has full control. */
export const getBucketAcl: Operation = async ({ request, store }) => {
  await store.requireBucket(request.bucket);
  const grantee =
    '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">' +
    `<ID>${OWNER.ID}</ID><DisplayName>${OWNER.DisplayName}</DisplayName></Grantee>`;
  const answer = xmlAnswer('AccessControlPolicy', {
    Owner: OWNER,
    AccessControlList: { Grant: { Grantee: '', Permission: 'FULL_CONTROL' } },
  });
  if (typeof answer.body !== 'string') return answer;
  return { ...answer, body: answer.body.replace('<Grantee></Grantee>', grantee) };
};
