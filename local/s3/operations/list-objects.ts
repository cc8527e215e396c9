import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import { invalidArgument } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { ObjectRecord } from '../store/records.ts';
import type { XmlElements } from '../../shared/xml.ts';
import { OWNER } from './buckets.ts';
import { keyEncoding, pageSize } from './encoding.ts';

interface Page {
  objects: { key: string; record: ObjectRecord }[];
  commonPrefixes: string[];
  /** The last key or common prefix of the page, where there is more. */
  next: string | undefined;
}

interface PageRequest {
  prefix: string;
  delimiter: string;
  /** The page begins behind this key, or behind all keys of this common prefix. */
  after: string | undefined;
  maximum: number;
}

/** One page of a bucket's keys, read no further than it goes: of the keys of a common prefix only the first is looked at. */
export async function listPage(
  store: ObjectStore,
  bucket: string,
  { prefix, delimiter, after, maximum }: PageRequest,
): Promise<Page> {
  const page: Page = { objects: [], commonPrefixes: [], next: undefined };
  if (maximum === 0) return page;
  const walk = store.index.walk(bucket, prefix, after);
  let last: string | undefined;
  try {
    for (let entry = await walk.next(); entry; entry = await walk.next()) {
      const end = delimiter === '' ? -1 : entry.key.indexOf(delimiter, prefix.length);
      const common = end < 0 ? undefined : entry.key.slice(0, end + delimiter.length);
      if (common !== undefined) walk.leap(common);
      if (common !== undefined && after?.startsWith(common)) continue;
      if (page.objects.length + page.commonPrefixes.length === maximum) return { ...page, next: last };
      if (common === undefined) page.objects.push(entry);
      else page.commonPrefixes.push(common);
      last = common ?? entry.key;
    }
    return page;
  } finally {
    await walk.close();
  }
}

export const listObjectsV2: Operation = async ({ request, store }) => {
  const { bucket, query } = request;
  await store.requireBucket(bucket);
  const { encode, encodingType } = keyEncoding(request);
  const maximum = pageSize(request, 'max-keys');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const after = token === undefined ? startAfter : readToken(token);
  const page = await listPage(store, bucket, { prefix, delimiter, after, maximum });
  const withOwner = query.get('fetch-owner') === 'true';
  return xmlAnswer('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maximum,
    EncodingType: encodingType,
    KeyCount: page.objects.length + page.commonPrefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token,
    NextContinuationToken: page.next === undefined ? undefined : writeToken(page.next),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    Contents: page.objects.map((object) => describeEntry(object, encode, withOwner)),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

export const listObjects: Operation = async ({ request, store }) => {
  const { bucket, query } = request;
  await store.requireBucket(bucket);
  const { encode, encodingType } = keyEncoding(request);
  const maximum = pageSize(request, 'max-keys');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const marker = query.get('marker') ?? '';
  const page = await listPage(store, bucket, { prefix, delimiter, after: marker || undefined, maximum });
  return xmlAnswer('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Marker: encode(marker),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maximum,
    EncodingType: encodingType,
    IsTruncated: page.next !== undefined,
    // Without a delimiter, the last key of the page is the next marker. Source: ListObjects (Amazon S3 API Reference).
    NextMarker: page.next === undefined || delimiter === '' ? undefined : encode(page.next),
    Contents: page.objects.map((object) => describeEntry(object, encode, true)),
    CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};

function describeEntry(
  { key, record }: Page['objects'][number],
  encode: (key: string) => string,
  withOwner: boolean,
): XmlElements {
  return {
    Key: encode(key),
    LastModified: new Date(record.lastModified).toISOString(),
    ETag: `"${record.etag}"`,
    ChecksumAlgorithm: record.checksum.algorithm,
    ChecksumType: record.checksum.type,
    Size: record.size,
    StorageClass: 'STANDARD',
    Owner: withOwner ? OWNER : undefined,
  };
}

const tokenSchema = v.pipe(v.string(), v.parseJson(), v.strictObject({ after: v.string() }));

function writeToken(after: string): string {
  return Buffer.from(JSON.stringify({ after })).toString('base64url');
}

function readToken(token: string): string {
  const parsed = v.safeParse(tokenSchema, Buffer.from(token, 'base64url').toString());
  if (!parsed.success)
    throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
  return parsed.output.after;
}
