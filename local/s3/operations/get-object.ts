import * as v from 'valibot';
import type { Answer } from '../answer.ts';
import { headerOf } from '../checksums/algorithms.ts';
import { invalidArgument, invalidRequest, noSuchKey } from '../errors.ts';
import type { Operation, OperationContext } from '../operation.ts';
import type { S3Request } from '../request.ts';
import { expiryOf } from '../store/expiry.ts';
import type { ObjectRecord } from '../store/records.ts';
import { readSegments, streamOf } from '../store/streams.ts';
import { isSame, meets, readConditions } from './conditions.ts';
import { parseRange, rangeOfPart } from './range.ts';
import type { ByteRange } from './range.ts';

export const getObject: Operation = async (context) => {
  const { request, store } = context;
  const { lifecycle } = await store.requireBucket(request.bucket);
  const object = await store.open(request.bucket, request.key);
  if (!object) throw noSuchKey(request.key);
  try {
    const { answer, range } = select(context, object.record, expirationHeader(lifecycle, request.key, object.record));
    if (range.start < range.end && answer.status !== 304) {
      const bytes = readSegments(store.files, object.record.segments, range);
      return { ...answer, body: streamOf(bytes, object.release) };
    }
    await object.release();
    return answer;
  } catch (error) {
    await object.release();
    throw error;
  }
};

/** The same answer without its body. */
export const headObject: Operation = async (context) => {
  const { request, store } = context;
  const { lifecycle } = await store.requireBucket(request.bucket);
  const record = await store.index.object(request.bucket, request.key);
  if (!record) throw noSuchKey(request.key);
  return select(context, record, expirationHeader(lifecycle, request.key, record)).answer;
};

interface Selection {
  answer: Answer;
  range: ByteRange;
}

function select({ request }: OperationContext, record: ObjectRecord, expiration: Record<string, string>): Selection {
  const whole = { start: 0, end: record.size };
  const validators = {
    etag: `"${record.etag}"`,
    'last-modified': new Date(record.lastModified).toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
    ...expiration,
  };
  if (!meets(readConditions(request), record)) return { answer: { status: 304, headers: validators }, range: whole };
  const { range, headers } = requestedRange(request, record);
  const { start, end } = range ?? whole;
  return {
    range: range ?? whole,
    answer: {
      status: range ? 206 : 200,
      headers: {
        ...validators,
        ...describeObject(record),
        ...overrides(request),
        'accept-ranges': 'bytes',
        'content-length': String(end - start),
        ...(range && { 'content-range': `bytes ${start}-${end - 1}/${record.size}` }),
        ...(request.option('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' &&
          checksumHeaders(record, range, request.query.get('partNumber'))),
        ...headers,
      },
    },
  };
}

const partNumber = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(1), v.maxValue(10_000));

function requestedRange(
  request: S3Request,
  record: ObjectRecord,
): { range: ByteRange | undefined; headers?: Record<string, string> } {
  const rangeHeader = request.headers.get('range') ?? undefined;
  const part = request.query.get('partNumber');
  if (part !== undefined) {
    if (rangeHeader !== undefined)
      throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
    const number = v.safeParse(partNumber, part);
    if (!number.success)
      throw invalidArgument('partNumber', part, 'Part number must be an integer between 1 and 10000, inclusive');
    const range = rangeOfPart(record, number.output);
    const inParts = record.uploadId !== undefined;
    const headers = inParts ? { 'x-amz-mp-parts-count': String(record.segments.length) } : undefined;
    // An empty object has no byte that a Content-Range could name.
    return { range: record.size > 0 ? range : undefined, ...(headers && { headers }) };
  }
  const ifRange = request.headers.get('if-range');
  if (ifRange !== null && !isSame(ifRange, record)) return { range: undefined };
  return { range: parseRange(rangeHeader, record.size) };
}

function describeObject({ headers, metadata, tags = [] }: ObjectRecord): Record<string, string> {
  return {
    ...headers,
    ...(tags.length > 0 && { 'x-amz-tagging-count': String(tags.length) }),
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}

/** A checksum is of the whole, or of one part; other ranges have none. */
function checksumHeaders(
  { checksum, segments }: ObjectRecord,
  range: ByteRange | undefined,
  part: string | undefined,
): Record<string, string> {
  const ofPart = part === undefined ? undefined : segments[Number(part) - 1]?.checksum;
  if (range && ofPart === undefined) return {};
  return { [headerOf(checksum.algorithm)]: ofPart ?? checksum.value, 'x-amz-checksum-type': checksum.type };
}

const OVERRIDDEN = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** What `response-content-disposition` and its like put in place of the object's own. Only signed requests come this far. */
function overrides({ query }: S3Request): Record<string, string> {
  const entries = OVERRIDDEN.flatMap((header) => {
    const name = `response-${header}`;
    const value = query.get(name);
    if (value === undefined) return [];
    if (!HEADER_VALUE.test(value))
      throw invalidArgument(name, value, 'Header value cannot be represented using ISO-8859-1.');
    return [[header, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Says when a lifecycle rule removes the object. */
export function expirationHeader(
  rules: Parameters<typeof expiryOf>[0],
  key: string,
  record: Pick<ObjectRecord, 'lastModified'>,
): Record<string, string> {
  const expiry = expiryOf(rules, key, record);
  if (!expiry) return {};
  const date = new Date(expiry.at).toUTCString();
  return { 'x-amz-expiration': `expiry-date="${date}", rule-id="${encodeURIComponent(expiry.rule)}"` };
}
