import { xmlAnswer } from '../answer.ts';
import { takeIn } from '../body/intake.ts';
import { elementOf } from '../checksums/algorithms.ts';
import type { Algorithm } from '../checksums/algorithms.ts';
import { requireAlgorithm } from '../checksums/declared.ts';
import { invalidArgument, invalidRequest, noSuchKey, preconditionFailed } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { S3Request } from '../request.ts';
import type { ObjectStore, OpenObject } from '../store/object-store.ts';
import type { Description, ObjectRecord, PartRecord } from '../store/records.ts';
import { readSegments } from '../store/streams.ts';
import { checkWrite, meets, readConditions } from './conditions.ts';
import { describe } from './description.ts';
import { commitPart, requireUpload } from './multipart.ts';
import { keepFile, MAXIMUM_PUT_BYTES, wholeObject } from './put-object.ts';
import { parseCopyRange } from './range.ts';

export const copyObject: Operation = async ({ request, store }) => {
  const { bucket, key } = request;
  await store.requireBucket(bucket);
  const replacing = isReplacing(request, 'metadata');
  const retagging = isReplacing(request, 'tagging');
  const given = describe(request);
  const check = checkWrite(request);
  const from = copySource(request);
  if (from.bucket === bucket && from.key === key && !replacing)
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const source = await openSource(store, request, from);
  try {
    requireCopyable(source.record.size);
    const { headers, metadata } = replacing ? given : source.record;
    const { tags } = retagging ? given : source.record;
    const algorithm = request.option('x-amz-checksum-algorithm');
    const record = await copyWhole(
      store,
      source.record,
      { headers, metadata, ...(tags && { tags }) },
      algorithm ? requireAlgorithm(algorithm) : undefined,
      (made) => store.putObject({ bucket, key, check }, made),
    );
    return xmlAnswer('CopyObjectResult', {
      LastModified: new Date(record.lastModified).toISOString(),
      ETag: `"${record.etag}"`,
      [elementOf(record.checksum.algorithm)]: record.checksum.value,
      ChecksumType: record.checksum.type,
    });
  } finally {
    await source.release();
  }
};

async function copyWhole(
  store: ObjectStore,
  source: ObjectRecord,
  description: Description,
  wanted: Algorithm | undefined,
  commit: (record: ObjectRecord) => Promise<void>,
): Promise<ObjectRecord> {
  const algorithm = wanted ?? source.checksum.algorithm;
  const [segment] = source.segments;
  if (segment && source.uploadId === undefined && algorithm === source.checksum.algorithm) {
    const file = await store.files.duplicate(segment.file);
    const segments = [{ file, size: source.size }];
    const { tags: _, ...rest } = source;
    const record = { ...rest, ...description, segments, lastModified: store.clock() };
    try {
      await commit(record);
      return record;
    } catch (error) {
      await store.files.remove([file]);
      throw error;
    }
  }
  // What came in parts has an entity tag and a checksum of its parts; the copy is one piece, and has those of its bytes.
  return keepFile(
    store,
    async (writer) => {
      const bytes = readSegments(store.files, source.segments, { start: 0, end: source.size });
      const received = await takeIn(bytes, writer, { algorithms: [algorithm] });
      return wholeObject(store, description, writer.file, { ...received, declared: algorithm });
    },
    commit,
  );
}

export const uploadPartCopy: Operation = async ({ request, store }) => {
  const { number, uploadId, upload } = await requireUpload(store, request);
  const source = await openSource(store, request, copySource(request));
  try {
    const { size, segments } = source.record;
    const header = request.headers.get('x-amz-copy-source-range');
    const range = header === null ? { start: 0, end: size } : parseCopyRange(header, size);
    requireCopyable(range.end - range.start);
    const { algorithm, chosen } = upload.checksum;
    const part = await keepFile(
      store,
      async (writer): Promise<PartRecord> => {
        const received = await takeIn(readSegments(store.files, segments, range), writer, { algorithms: [algorithm] });
        return {
          file: writer.file,
          size: received.size,
          etag: received.md5.toString('hex'),
          lastModified: store.clock(),
          checksum: received.checksums.get(algorithm) ?? '',
        };
      },
      (made) => commitPart(store, request, { uploadId, number, part: made }),
    );
    return xmlAnswer('CopyPartResult', {
      LastModified: new Date(part.lastModified).toISOString(),
      ETag: `"${part.etag}"`,
      ...(chosen && { [elementOf(algorithm)]: part.checksum }),
    });
  } finally {
    await source.release();
  }
};

function isReplacing(request: S3Request, what: 'metadata' | 'tagging'): boolean {
  const header = `x-amz-${what}-directive`;
  const directive = request.option(header) ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw invalidArgument(header, directive, `Unknown ${what} directive.`);
}

/** `x-amz-copy-source`: `<bucket>/<key>`, URL-encoded, with or without a slash before it. */
function copySource(request: S3Request): { bucket: string; key: string } {
  const header = request.headers.get('x-amz-copy-source') ?? '';
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeSource(header)) ?? [];
  if (bucket === undefined || key === undefined)
    throw invalidArgument(
      'x-amz-copy-source',
      header,
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  return { bucket, key };
}

function decodeSource(header: string): string {
  const [, source = '', version] = /^(.*?)(?:\?versionId=(.*))?$/s.exec(header) ?? [];
  if (version !== undefined && version !== 'null')
    throw invalidArgument('x-amz-copy-source', header, 'Invalid version id specified');
  try {
    return decodeURIComponent(source);
  } catch {
    throw invalidArgument('x-amz-copy-source', header, 'Invalid copy source encoding.');
  }
}

async function openSource(
  store: ObjectStore,
  request: S3Request,
  { bucket, key }: { bucket: string; key: string },
): Promise<OpenObject> {
  await store.requireBucket(bucket);
  const source = await store.open(bucket, key);
  if (!source) throw noSuchKey(key);
  try {
    if (!meets(readConditions(request, 'x-amz-copy-source-'), source.record))
      throw preconditionFailed('x-amz-copy-source-If-None-Match');
    return source;
  } catch (error) {
    await source.release();
    throw error;
  }
}

function requireCopyable(size: number): void {
  if (size > MAXIMUM_PUT_BYTES)
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAXIMUM_PUT_BYTES}`,
    );
}
