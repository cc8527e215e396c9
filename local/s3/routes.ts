import { notImplemented, s3Error } from './errors.ts';
import type { Operation } from './operation.ts';
import {
  createBucket,
  deleteBucket,
  getBucketAcl,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './operations/buckets.ts';
import { deleteBucketTagging, getBucketTagging, putBucketTagging } from './operations/bucket-tags.ts';
import { completeMultipartUpload } from './operations/complete-upload.ts';
import { copyObject, uploadPartCopy } from './operations/copy-object.ts';
import { deleteBucketCors, getBucketCors, putBucketCors } from './operations/cors.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from './operations/encryption.ts';
import { getObject, headObject } from './operations/get-object.ts';
import {
  deleteLifecycleConfiguration,
  getLifecycleConfiguration,
  putLifecycleConfiguration,
} from './operations/lifecycle.ts';
import { listMultipartUploads, listParts } from './operations/list-uploads.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { listObjectVersions } from './operations/list-versions.ts';
import { abortMultipartUpload, createMultipartUpload, uploadPart } from './operations/multipart.ts';
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from './operations/policy.ts';
import {
  deleteBucketOwnershipControls,
  deletePublicAccessBlock,
  getBucketOwnershipControls,
  getPublicAccessBlock,
  putBucketOwnershipControls,
  putPublicAccessBlock,
} from './operations/public-access.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/object-tags.ts';
import { putObject } from './operations/put-object.ts';
import {
  getBucketAccelerateConfiguration,
  getBucketLogging,
  getBucketReplication,
  getBucketRequestPayment,
  getBucketVersioning,
  getBucketWebsite,
  getObjectLockConfiguration,
} from './operations/unset.ts';
import type { S3Request } from './request.ts';

type Level = 'service' | 'bucket' | 'object';

/** How a request names an operation: method and resource, and for most a parameter (`?acl`) or header that must be there. */
interface Route {
  operation: Operation;
  parameters?: readonly string[];
  header?: string;
}

/** Of the routes of a method and resource the first that fits is taken: those with a parameter or header stand first. */
const ROUTES: Readonly<Record<string, readonly Route[]>> = {
  'GET service': [{ operation: listBuckets }],
  'PUT bucket': [
    { parameters: ['lifecycle'], operation: putLifecycleConfiguration },
    { parameters: ['cors'], operation: putBucketCors },
    { parameters: ['encryption'], operation: putBucketEncryption },
    { parameters: ['ownershipControls'], operation: putBucketOwnershipControls },
    { parameters: ['policy'], operation: putBucketPolicy },
    { parameters: ['publicAccessBlock'], operation: putPublicAccessBlock },
    { parameters: ['tagging'], operation: putBucketTagging },
    { operation: createBucket },
  ],
  'HEAD bucket': [{ operation: headBucket }],
  'DELETE bucket': [
    { parameters: ['lifecycle'], operation: deleteLifecycleConfiguration },
    { parameters: ['cors'], operation: deleteBucketCors },
    { parameters: ['encryption'], operation: deleteBucketEncryption },
    { parameters: ['ownershipControls'], operation: deleteBucketOwnershipControls },
    { parameters: ['policy'], operation: deleteBucketPolicy },
    { parameters: ['publicAccessBlock'], operation: deletePublicAccessBlock },
    { parameters: ['tagging'], operation: deleteBucketTagging },
    { operation: deleteBucket },
  ],
  'GET bucket': [
    { parameters: ['location'], operation: getBucketLocation },
    { parameters: ['acl'], operation: getBucketAcl },
    { parameters: ['lifecycle'], operation: getLifecycleConfiguration },
    { parameters: ['cors'], operation: getBucketCors },
    { parameters: ['encryption'], operation: getBucketEncryption },
    { parameters: ['ownershipControls'], operation: getBucketOwnershipControls },
    { parameters: ['policy'], operation: getBucketPolicy },
    { parameters: ['publicAccessBlock'], operation: getPublicAccessBlock },
    { parameters: ['tagging'], operation: getBucketTagging },
    { parameters: ['accelerate'], operation: getBucketAccelerateConfiguration },
    { parameters: ['logging'], operation: getBucketLogging },
    { parameters: ['object-lock'], operation: getObjectLockConfiguration },
    { parameters: ['replication'], operation: getBucketReplication },
    { parameters: ['requestPayment'], operation: getBucketRequestPayment },
    { parameters: ['versioning'], operation: getBucketVersioning },
    { parameters: ['website'], operation: getBucketWebsite },
    { parameters: ['uploads'], operation: listMultipartUploads },
    { parameters: ['versions'], operation: listObjectVersions },
    { parameters: ['list-type'], operation: listObjectsV2 },
    { operation: listObjects },
  ],
  'POST bucket': [{ parameters: ['delete'], operation: deleteObjects }],
  'POST object': [
    { parameters: ['uploads'], operation: createMultipartUpload },
    { parameters: ['uploadId'], operation: completeMultipartUpload },
  ],
  'PUT object': [
    { parameters: ['tagging'], operation: putObjectTagging },
    { parameters: ['uploadId'], header: 'x-amz-copy-source', operation: uploadPartCopy },
    { parameters: ['uploadId'], operation: uploadPart },
    { header: 'x-amz-copy-source', operation: copyObject },
    { operation: putObject },
  ],
  'GET object': [
    { parameters: ['tagging'], operation: getObjectTagging },
    { parameters: ['uploadId'], operation: listParts },
    { operation: getObject },
  ],
  'HEAD object': [{ operation: headObject }],
  'DELETE object': [
    { parameters: ['tagging'], operation: deleteObjectTagging },
    { parameters: ['uploadId'], operation: abortMultipartUpload },
    { operation: deleteObject },
  ],
};

/** Parameters that make a request another operation. One that no route takes is refused, not passed over. */
const SUBRESOURCES: Readonly<Record<string, string>> = {
  abac: 'Abac',
  accelerate: 'AccelerateConfiguration',
  acl: 'Acl',
  analytics: 'AnalyticsConfiguration',
  attributes: 'Attributes',
  cors: 'Cors',
  delete: 'Delete',
  encryption: 'Encryption',
  'intelligent-tiering': 'IntelligentTieringConfiguration',
  inventory: 'InventoryConfiguration',
  'legal-hold': 'LegalHold',
  lifecycle: 'LifecycleConfiguration',
  location: 'Location',
  logging: 'Logging',
  metadataConfiguration: 'MetadataConfiguration',
  metadataTable: 'MetadataTableConfiguration',
  metrics: 'MetricsConfiguration',
  notification: 'NotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'OwnershipControls',
  policy: 'Policy',
  policyStatus: 'PolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  renameObject: 'Rename',
  replication: 'Replication',
  requestPayment: 'RequestPayment',
  restore: 'Restore',
  retention: 'Retention',
  select: 'SelectContent',
  session: 'Session',
  tagging: 'Tagging',
  torrent: 'Torrent',
  uploadId: 'Upload',
  uploads: 'Uploads',
  versioning: 'Versioning',
  versions: 'Versions',
  website: 'Website',
};

/**
 * The operation that a request asks for.
 * @throws AwsError NotImplemented that names it, MethodNotAllowed
 */
export function route(request: S3Request): Operation {
  const { method, query, headers } = request;
  const level: Level = request.key !== '' ? 'object' : request.bucket !== '' ? 'bucket' : 'service';
  const subresources = Object.keys(SUBRESOURCES).filter((name) => query.has(name));
  const found = (ROUTES[`${method} ${level}`] ?? []).find(
    ({ parameters = [], header }) =>
      parameters.every((name) => query.has(name)) &&
      subresources.every((name) => parameters.includes(name)) &&
      (header === undefined || headers.has(header)),
  );
  if (found) return found.operation;
  const [subresource] = subresources;
  if (subresource !== undefined) throw notImplemented(describeOperation(method, level, subresource));
  throw s3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    Method: method,
    ResourceType: level.toUpperCase(),
  });
}

function describeOperation(method: string, level: Level, subresource: string): string {
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  const noun = level === 'object' ? 'Object' : 'Bucket';
  return `${verb}${noun}${SUBRESOURCES[subresource] ?? ''} (${method} ?${subresource})`;
}
