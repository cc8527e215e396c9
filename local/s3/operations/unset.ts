import { xmlAnswer } from '../answer.ts';
import { s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { XmlElements } from '../../shared/xml.ts';

/*
 * Settings that no bucket here can have: each answers what S3 answers of a bucket that has not been given it. Who describes a bucket, as
 * infrastructure tools do, asks for all of them.
 */

export const getBucketAccelerateConfiguration = unset('AccelerateConfiguration');
export const getBucketLogging = unset('BucketLoggingStatus');
export const getBucketRequestPayment = unset('RequestPaymentConfiguration', { Payer: 'BucketOwner' });
export const getBucketVersioning = unset('VersioningConfiguration');

export const getObjectLockConfiguration = absent(
  'ObjectLockConfigurationNotFoundError',
  'Object Lock configuration does not exist for this bucket',
);
export const getBucketReplication = absent(
  'ReplicationConfigurationNotFoundError',
  'The replication configuration was not found',
);
export const getBucketWebsite = absent(
  'NoSuchWebsiteConfiguration',
  'The specified bucket does not have a website configuration',
);

function unset(root: string, content: XmlElements = {}): Operation {
  return async ({ request, store }) => {
    await store.requireBucket(request.bucket);
    return xmlAnswer(root, content);
  };
}

function absent(code: string, message: string): Operation {
  return async ({ request: { bucket }, store }) => {
    await store.requireBucket(bucket);
    throw s3Error(code, message, 404, { BucketName: bucket });
  };
}
