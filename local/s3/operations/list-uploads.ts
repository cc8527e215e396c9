import { xmlAnswer } from '../answer.ts';
import { elementOf } from '../checksums/algorithms.ts';
import { invalidArgument, noSuchUpload } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { PendingUpload } from '../store/object-index.ts';
import { OWNER } from './buckets.ts';
import { keyEncoding, pageSize } from './encoding.ts';

export const listParts: Operation = async ({ request, store }) => {
  const { bucket, key, query } = request;
  await store.requireBucket(bucket);
  const uploadId = query.get('uploadId') ?? '';
  const maximum = pageSize(request, 'max-parts');
  const markerText = query.get('part-number-marker') ?? '0';
  if (!/^\d{1,10}$/.test(markerText))
    throw invalidArgument('part-number-marker', markerText, 'Argument part-number-marker must be an integer');
  const marker = Math.min(Number(markerText), 10_000);
  const upload = await store.index.upload(bucket, key, uploadId);
  if (!upload) throw noSuchUpload(uploadId);
  const rest = await store.index.parts(uploadId, marker);
  const page = rest.slice(0, maximum);
  const { algorithm, type, chosen } = upload.checksum;
  return xmlAnswer('ListPartsResult', {
    Bucket: bucket,
    Key: key,
    UploadId: uploadId,
    Initiator: OWNER,
    Owner: OWNER,
    StorageClass: 'STANDARD',
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: maximum,
    IsTruncated: rest.length > page.length,
    ChecksumAlgorithm: chosen ? algorithm : undefined,
    ChecksumType: chosen ? type : undefined,
    Part: page.map(({ number, record }) => ({
      PartNumber: number,
      LastModified: new Date(record.lastModified).toISOString(),
      ETag: `"${record.etag}"`,
      Size: record.size,
      ...(chosen && { [elementOf(algorithm)]: record.checksum }),
    })),
  });
};

export const listMultipartUploads: Operation = async ({ request, store }) => {
  const { bucket, query } = request;
  await store.requireBucket(bucket);
  const { encode, encodingType } = keyEncoding(request);
  const maximum = pageSize(request, 'max-uploads');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  // Without a key, the id is passed over. Source: ListMultipartUploads (Amazon S3 API Reference).
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const after = keyMarker === '' ? undefined : { key: keyMarker, ...(idMarker !== '' && { uploadId: idMarker }) };
  const uploads: PendingUpload[] = [];
  const commonPrefixes: string[] = [];
  let last: { key: string; uploadId: string } | undefined;
  let truncated = false;
  for await (const upload of store.index.uploads(bucket, prefix, after)) {
    const end = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : upload.key.slice(0, end + delimiter.length);
    if (common !== undefined && (commonPrefixes.at(-1) === common || keyMarker.startsWith(common))) continue;
    truncated = uploads.length + commonPrefixes.length >= maximum;
    if (truncated) break;
    if (common === undefined) uploads.push(upload);
    else commonPrefixes.push(common);
    last = common === undefined ? upload : { key: common, uploadId: '' };
  }
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: truncated && last ? encode(last.key) : undefined,
    NextUploadIdMarker: truncated ? last?.uploadId : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: encodingType,
    MaxUploads: maximum,
    IsTruncated: truncated && maximum > 0,
    Upload: uploads.map(({ key, uploadId, record: { initiatedAt, checksum } }) => ({
      Key: encode(key),
      UploadId: uploadId,
      Initiator: OWNER,
      Owner: OWNER,
      StorageClass: 'STANDARD',
      Initiated: new Date(initiatedAt).toISOString(),
      ChecksumAlgorithm: checksum.chosen ? checksum.algorithm : undefined,
      ChecksumType: checksum.chosen ? checksum.type : undefined,
    })),
    CommonPrefixes: commonPrefixes.map((common) => ({ Prefix: encode(common) })),
  });
};
