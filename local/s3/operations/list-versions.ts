import { xmlAnswer } from '../answer.ts';
import { invalidArgument } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { S3Request } from '../request.ts';
import { OWNER } from './buckets.ts';
import { keyEncoding, pageSize } from './encoding.ts';
import { listPage } from './list-objects.ts';

/** The id of the one version that an object has in a bucket without versioning. Source: How S3 Versioning works (Amazon S3 User Guide). */
export const NULL_VERSION = 'null';

export const listObjectVersions: Operation = async ({ request, store }) => {
  const { bucket, query } = request;
  await store.requireBucket(bucket);
  const maximum = pageSize(request, 'max-keys');
  const { keyMarker, versionMarker } = markers(request);
  const { encode, encodingType } = keyEncoding(request);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const page = await listPage(store, bucket, { prefix, delimiter, after: keyMarker || undefined, maximum });
  // A common prefix is no version, and the next page begins behind it by its key alone.
  const endsInVersion = page.next !== undefined && page.objects.at(-1)?.key === page.next;
  return xmlAnswer('ListVersionsResult', {
    Name: bucket,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionMarker,
    NextKeyMarker: page.next === undefined ? undefined : encode(page.next),
    NextVersionIdMarker: endsInVersion ? NULL_VERSION : undefined,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maximum,
    EncodingType: encodingType,
    IsTruncated: page.next !== undefined,
    Version: page.objects.map(({ key, record }) => ({
      Key: encode(key),
      VersionId: NULL_VERSION,
      IsLatest: true,
      LastModified: new Date(record.lastModified).toISOString(),
      ETag: `"${record.etag}"`,
      ChecksumAlgorithm: record.checksum.algorithm,
      ChecksumType: record.checksum.type,
      Size: record.size,
      Owner: OWNER,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

/** Where a page begins: behind all versions of a key, which is behind its only one, too. */
function markers({ query }: S3Request): { keyMarker: string; versionMarker: string } {
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker');
  const refuse = (message: string) => invalidArgument('version-id-marker', versionMarker ?? '', message);
  if (versionMarker === undefined) return { keyMarker, versionMarker: '' };
  if (!query.has('key-marker')) throw refuse('A version-id marker cannot be specified without a key marker.');
  if (versionMarker === '') throw refuse('A version-id marker cannot be empty.');
  if (versionMarker !== NULL_VERSION) throw refuse('Invalid version id specified');
  return { keyMarker, versionMarker };
}
