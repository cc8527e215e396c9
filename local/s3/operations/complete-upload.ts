import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { xmlAnswer } from '../answer.ts';
import type { Answer } from '../answer.ts';
import { badDigest } from '../body/receive.ts';
import { readXmlBody } from '../body/xml-body.ts';
import { ALGORITHMS, checksumOfParts, elementOf, headerOf } from '../checksums/algorithms.ts';
import type { Algorithm } from '../checksums/algorithms.ts';
import { invalidRequest, malformedXml, noSuchUpload, s3Error } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { S3Request } from '../request.ts';
import { deletePart, deleteUpload, putObject } from '../store/object-index.ts';
import { filesOf } from '../store/object-store.ts';
import type { Checksum, ObjectRecord, PartRecord, UploadRecord } from '../store/records.ts';
import { repeated } from '../xml.ts';
import { checkWrite } from './conditions.ts';

const checksums = v.object({
  ChecksumCRC32: v.optional(v.string()),
  ChecksumCRC32C: v.optional(v.string()),
  ChecksumCRC64NVME: v.optional(v.string()),
  ChecksumSHA1: v.optional(v.string()),
  ChecksumSHA256: v.optional(v.string()),
});
const completion = v.object({
  Part: repeated(
    v.object({
      PartNumber: v.pipe(v.string(), v.trim(), v.regex(/^\d{1,5}$/), v.transform(Number)),
      ETag: v.pipe(
        v.string(),
        v.transform((tag) => tag.trim().replace(/^"(.*)"$/, '$1')),
      ),
      ...checksums.entries,
    }),
  ),
});
type ListedPart = v.InferOutput<typeof completion>['Part'][number];

export const completeMultipartUpload: Operation = async (context) => {
  const { request, store, minimumPartBytes } = context;
  const { bucket, key, query } = request;
  const uploadId = query.get('uploadId') ?? '';
  await store.requireBucket(bucket);
  const { Part: listed } = await readXmlBody(context, 'CompleteMultipartUpload', completion);
  return store.inTurn(bucket, async () => {
    const upload = await store.index.upload(bucket, key, uploadId);
    const existing = await store.index.object(bucket, key);
    // As S3 does: a client that has lost the answer may ask again.
    if (!upload && existing?.uploadId === uploadId) return completed(request, existing);
    if (!upload) throw noSuchUpload(uploadId);
    const parts = await store.index.parts(uploadId);
    const uploaded = new Map(parts.map(({ number, record }) => [number, record]));
    const chosen = chooseParts(listed, uploaded, upload, minimumPartBytes);
    const record = assemble(upload, uploadId, chosen, store.clock());
    requireWhole(request, record);
    checkWrite(request)(existing);
    await store.index.write([
      putObject(bucket, key, record),
      deleteUpload(bucket, key, uploadId),
      ...parts.map(({ number }) => deletePart(uploadId, number)),
    ]);
    const used = new Set(filesOf(record));
    const unused = parts.map(({ record: { file } }) => file).filter((file) => !used.has(file));
    await store.files.remove([...unused, ...filesOf(existing)]);
    return completed(request, record);
  });
};

function completed({ bucket, key, headers }: S3Request, { etag, checksum }: ObjectRecord): Answer {
  const path = key.split('/').map(encodeURIComponent).join('/');
  return xmlAnswer(
    'CompleteMultipartUploadResult',
    {
      Location: `http://${headers.get('host') ?? ''}/${bucket}/${path}`,
      Bucket: bucket,
      Key: key,
      ETag: `"${etag}"`,
      [elementOf(checksum.algorithm)]: checksum.value,
      ChecksumType: checksum.type,
    },
    { 'x-amz-server-side-encryption': 'AES256' },
  );
}

/** The parts that the client lists, each checked against what was uploaded. */
function chooseParts(
  listed: readonly ListedPart[],
  uploaded: ReadonlyMap<number, PartRecord>,
  { checksum }: UploadRecord,
  minimumBytes: number,
): PartRecord[] {
  if (listed.length === 0) throw malformedXml();
  if (listed.some(({ PartNumber }, index) => PartNumber <= (listed[index - 1]?.PartNumber ?? 0)))
    throw s3Error(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  return listed.map((part, index) => {
    const record = uploaded.get(part.PartNumber);
    if (record?.etag !== part.ETag || !hasChecksum(part, record, checksum)) throw invalidPart(part);
    if (index < listed.length - 1 && record.size < minimumBytes) throw tooSmall(part, record, minimumBytes);
    return record;
  });
}

function hasChecksum(
  part: ListedPart,
  record: PartRecord,
  { algorithm, type, chosen }: UploadRecord['checksum'],
): boolean {
  const given = part[elementOf(algorithm)];
  if (given === undefined && chosen && type === 'COMPOSITE')
    throw invalidRequest(
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.PartNumber} in the request.`,
    );
  return given === undefined || given === record.checksum;
}

function assemble(
  { headers, metadata, tags, checksum: { algorithm, type } }: UploadRecord,
  uploadId: string,
  parts: readonly PartRecord[],
  now: number,
): ObjectRecord {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag, 'hex');
  const pieces = parts.map(({ checksum: value, size }) => ({ value, size }));
  return {
    headers,
    metadata,
    ...(tags && { tags }),
    etag: `${md5.digest('hex')}-${parts.length}`,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    lastModified: now,
    checksum: { algorithm, type, value: checksumOfParts(algorithm, type, pieces) },
    segments: parts.map(({ file, size, checksum }) => ({ file, size, checksum })),
    uploadId,
  };
}

/** Checks the size and checksum that the client says the whole has. */
function requireWhole(request: S3Request, { size, checksum }: ObjectRecord): void {
  const expected = request.option('x-amz-mp-object-size');
  if (expected !== undefined && expected !== String(size))
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${expected} does not match what was computed: ${size}`,
    );
  const type = request.option('x-amz-checksum-type');
  if (type !== undefined && type !== checksum.type)
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  for (const algorithm of ALGORITHMS)
    requireWholeChecksum(algorithm, request.headers.get(headerOf(algorithm)), checksum);
}

function requireWholeChecksum(algorithm: Algorithm, given: string | null, checksum: Checksum): void {
  if (given === null) return;
  const computed = checksum.value.replace(/-\d+$/, '');
  if (algorithm !== checksum.algorithm || given.replace(/-\d+$/, '') !== computed) throw badDigest(algorithm);
}

function invalidPart({ PartNumber, ETag }: ListedPart): Error {
  return s3Error(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { PartNumber: String(PartNumber), ETag },
  );
}

function tooSmall({ PartNumber, ETag }: ListedPart, { size }: PartRecord, minimumBytes: number): Error {
  return s3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    ProposedSize: String(size),
    MinSizeAllowed: String(minimumBytes),
    PartNumber: String(PartNumber),
    ETag,
  });
}
