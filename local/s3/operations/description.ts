import { LOCAL_ACCOUNT } from '../../shared/service.ts';
import { accessDenied, invalidArgument, notImplemented, s3Error } from '../errors.ts';
import type { S3Request } from '../request.ts';
import type { Description } from '../store/records.ts';
import { NULL_VERSION } from './list-versions.ts';
import { parseTags } from './tag-set.ts';

/** The headers that are kept with an object and answered with it. */
const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
];
const METADATA = 'x-amz-meta-';
const MAXIMUM_METADATA_BYTES = 2048;

/** What a request says an object is, beside its bytes. */
export function describe(request: S3Request): Description {
  refuseUnsupported(request);
  const headers = KEPT.flatMap((name) => {
    const value = name === 'content-encoding' ? contentEncoding(request) : request.option(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const names = [...request.headers.keys(), ...[...request.query.keys()].map((name) => name.toLowerCase())];
  const metadata = [...new Set(names)]
    .filter((name) => name.startsWith(METADATA))
    .map((name) => [name.slice(METADATA.length), request.option(name) ?? ''] as const);
  if (Buffer.byteLength(metadata.flat().join('')) > MAXIMUM_METADATA_BYTES)
    throw s3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, {
      MaxSizeAllowed: String(MAXIMUM_METADATA_BYTES),
    });
  const tags = parseTags(request.option('x-amz-tagging') ?? '');
  return {
    ...(tags.length > 0 && { tags }),
    headers: { 'content-type': 'binary/octet-stream', ...Object.fromEntries(headers) },
    metadata: Object.fromEntries(metadata),
  };
}

/** `aws-chunked` is how the body came, not what the object is. */
function contentEncoding({ headers }: S3Request): string | undefined {
  const encodings = (headers.get('content-encoding') ?? '').split(',').map((each) => each.trim());
  return encodings.filter((each) => each !== '' && each !== 'aws-chunked').join(',') || undefined;
}

/** Encryption with one's own keys, locks and the like: better refused than ignored. */
function refuseUnsupported(request: S3Request): void {
  const encryption = request.option('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256')
    throw notImplemented(`Server-side encryption by ${encryption}`);
  const storageClass = request.option('x-amz-storage-class');
  if (storageClass !== undefined && storageClass !== 'STANDARD')
    throw notImplemented(`The storage class ${storageClass}`);
  const acl = request.option('x-amz-acl');
  if (acl !== undefined && acl !== 'bucket-owner-full-control')
    throw s3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  for (const name of [
    'x-amz-server-side-encryption-customer-algorithm',
    'x-amz-server-side-encryption-aws-kms-key-id',
    'x-amz-object-lock-mode',
    'x-amz-object-lock-legal-hold',
    'x-amz-write-offset-bytes',
  ])
    if (request.option(name) !== undefined) throw notImplemented(`The header ${name}`);
}

/** Checks what any request to a bucket or an object may say of it. */
export function checkCommonOptions(request: S3Request): void {
  const owner = request.option('x-amz-expected-bucket-owner');
  if (owner !== undefined && owner !== LOCAL_ACCOUNT) throw accessDenied();
  const version = request.query.get('versionId');
  if (version === '') throw invalidArgument('versionId', version, 'Version id cannot be the empty string');
  if (version !== undefined && version !== NULL_VERSION)
    throw invalidArgument('versionId', version, 'Invalid version id specified');
}
