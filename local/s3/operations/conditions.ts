import { noSuchKey, notImplemented, preconditionFailed } from '../errors.ts';
import type { S3Request } from '../request.ts';
import type { ObjectRecord } from '../store/records.ts';

/** The names of the four conditions, as a request to read has them; to copy has them with a prefix. */
export interface Conditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  ifUnmodifiedSince: string | undefined;
}

export function readConditions({ headers }: S3Request, prefix = ''): Conditions {
  return {
    ifMatch: headers.get(`${prefix}if-match`) ?? undefined,
    ifNoneMatch: headers.get(`${prefix}if-none-match`) ?? undefined,
    ifModifiedSince: headers.get(`${prefix}if-modified-since`) ?? undefined,
    ifUnmodifiedSince: headers.get(`${prefix}if-unmodified-since`) ?? undefined,
  };
}

/**
 * Whether a reader wants the object as it is. An entity tag outweighs a time. Source: GetObject (Amazon S3 API Reference); RFC 9110, 13.2.2.
 * @returns `false` for what the reader has already
 * @throws AwsError PreconditionFailed
 */
export function meets(conditions: Conditions, record: Pick<ObjectRecord, 'etag' | 'lastModified'>): boolean {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, record.etag)) throw preconditionFailed('If-Match');
  } else if (isAfter(record.lastModified, ifUnmodifiedSince) === true) throw preconditionFailed('If-Unmodified-Since');
  if (ifNoneMatch !== undefined) return !matches(ifNoneMatch, record.etag);
  return isAfter(record.lastModified, ifModifiedSince) !== false;
}

/** Whether the object is still the one that a reader has begun to fetch: an entity tag or a time. */
export function isSame(ifRange: string, { etag, lastModified }: ObjectRecord): boolean {
  return ifRange.includes('"') ? matches(ifRange, etag) : isAfter(lastModified, ifRange) === false;
}

/** A condition of a write on what is there before it. */
export function checkWrite(request: S3Request): (existing: ObjectRecord | undefined) => void {
  const ifMatch = request.headers.get('if-match');
  const ifNoneMatch = request.headers.get('if-none-match');
  if (ifNoneMatch !== null && ifNoneMatch !== '*')
    throw notImplemented('A write with If-None-Match other than *, as on Amazon S3,');
  return (existing) => {
    if (ifNoneMatch !== null && existing) throw preconditionFailed('If-None-Match');
    if (ifMatch === null) return;
    if (!existing) throw noSuchKey(request.key);
    if (!matches(ifMatch, existing.etag)) throw preconditionFailed('If-Match');
  };
}

function matches(tags: string, etag: string): boolean {
  return tags
    .split(',')
    .map((tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1'),
    )
    .some((tag) => tag === '*' || tag === etag);
}

/** HTTP dates have whole seconds. `undefined` where there is no date, or none that can be read. */
function isAfter(lastModified: number, date: string | undefined): boolean | undefined {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? undefined : Math.floor(lastModified / 1000) * 1000 > time;
}
