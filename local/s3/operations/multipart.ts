import * as v from 'valibot';
import { ulid } from 'ulid';
import { xmlAnswer } from '../answer.ts';
import { receive } from '../body/receive.ts';
import { canBeFullObject, DEFAULT_ALGORITHM, headerOf } from '../checksums/algorithms.ts';
import type { Algorithm } from '../checksums/algorithms.ts';
import { requireAlgorithm } from '../checksums/declared.ts';
import { invalidArgument, invalidRequest, noSuchUpload } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { S3Request } from '../request.ts';
import { dropUpload } from '../store/expiry.ts';
import { putPart, putUpload } from '../store/object-index.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { PartRecord, UploadRecord } from '../store/records.ts';
import { describe } from './description.ts';
import { keepFile, MAXIMUM_PUT_BYTES } from './put-object.ts';

export const createMultipartUpload: Operation = async ({ request, store }) => {
  const { bucket, key } = request;
  await store.requireBucket(bucket);
  const checksum = chosenChecksum(request);
  const record = { ...describe(request), initiatedAt: store.clock(), checksum };
  const uploadId = ulid();
  await store.inTurn(bucket, () => store.index.write([putUpload(bucket, { key, uploadId, record })]));
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    { Bucket: bucket, Key: key, UploadId: uploadId },
    {
      'x-amz-server-side-encryption': 'AES256',
      ...(checksum.chosen && {
        'x-amz-checksum-algorithm': checksum.algorithm,
        'x-amz-checksum-type': checksum.type,
      }),
    },
  );
};

const checksumType = v.optional(v.picklist(['COMPOSITE', 'FULL_OBJECT']));

/** Source: Checking object integrity in Amazon S3, checksums of multipart uploads. */
function chosenChecksum(request: S3Request): UploadRecord['checksum'] {
  const name = request.option('x-amz-checksum-algorithm');
  const type = v.safeParse(checksumType, request.option('x-amz-checksum-type'));
  if (!type.success) throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
  if (name === undefined) {
    if (type.output !== undefined)
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    return { algorithm: DEFAULT_ALGORITHM, type: 'FULL_OBJECT', chosen: false };
  }
  const algorithm = requireAlgorithm(name);
  const chosen = type.output ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const possible = chosen === 'FULL_OBJECT' ? canBeFullObject(algorithm) : algorithm !== 'CRC64NVME';
  if (!possible)
    throw invalidRequest(
      `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return { algorithm, type: chosen, chosen: true };
}

export const uploadPart: Operation = async ({ request, authentication, store }) => {
  const { number, uploadId, upload } = await requireUpload(store, request);
  let declared: Algorithm | undefined;
  const part = await keepFile(
    store,
    async (writer): Promise<PartRecord> => {
      const received = await receive(request, authentication, writer, {
        algorithms: (given) => {
          requireSameAlgorithm(upload, given);
          return [upload.checksum.algorithm];
        },
        maximum: MAXIMUM_PUT_BYTES,
      });
      declared = received.declared;
      return {
        file: writer.file,
        size: received.size,
        etag: received.md5.toString('hex'),
        lastModified: store.clock(),
        checksum: received.checksums.get(upload.checksum.algorithm) ?? '',
      };
    },
    (made) => commitPart(store, request, { uploadId, number, part: made }),
  );
  const given = declared === upload.checksum.algorithm || upload.checksum.chosen;
  return {
    headers: {
      etag: `"${part.etag}"`,
      'x-amz-server-side-encryption': 'AES256',
      ...(given && { [headerOf(upload.checksum.algorithm)]: part.checksum }),
    },
  };
};

/** A composite checksum is made of those that the client gave with the parts. */
function requireSameAlgorithm({ checksum }: UploadRecord, given: Algorithm | undefined): void {
  if (!checksum.chosen || given === checksum.algorithm) return;
  if (given === undefined && checksum.type === 'FULL_OBJECT') return;
  const expected = checksum.algorithm.toLowerCase();
  const actual = given?.toLowerCase() ?? 'null';
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
  );
}

const partNumberText = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(1), v.maxValue(10_000));

/**
 * The upload that a request with `uploadId` and `partNumber` is for.
 * @throws AwsError NoSuchUpload, InvalidArgument
 */
export async function requireUpload(
  store: ObjectStore,
  { bucket, key, query }: S3Request,
): Promise<{ number: number; uploadId: string; upload: UploadRecord }> {
  await store.requireBucket(bucket);
  const text = query.get('partNumber') ?? '';
  const number = v.safeParse(partNumberText, text);
  if (!number.success)
    throw invalidArgument('partNumber', text, 'Part number must be an integer between 1 and 10000, inclusive');
  const uploadId = query.get('uploadId') ?? '';
  const upload = await store.index.upload(bucket, key, uploadId);
  if (!upload) throw noSuchUpload(uploadId);
  return { number: number.output, uploadId, upload };
}

/** Makes `part` a part of the upload, in place of one of the same number. */
export async function commitPart(
  store: ObjectStore,
  { bucket, key }: S3Request,
  { uploadId, number, part }: { uploadId: string; number: number; part: PartRecord },
): Promise<void> {
  await store.inTurn(bucket, async () => {
    // It may have been completed or aborted while the body came.
    if (!(await store.index.upload(bucket, key, uploadId))) throw noSuchUpload(uploadId);
    const replaced = await store.index.part(uploadId, number);
    await store.index.write([putPart(uploadId, number, part)]);
    if (replaced) await store.files.remove([replaced.file]);
  });
}

export const abortMultipartUpload: Operation = async ({ request, store }) => {
  const { bucket, key, query } = request;
  const uploadId = query.get('uploadId') ?? '';
  await store.requireBucket(bucket);
  await store.inTurn(bucket, async () => {
    if (!(await store.index.upload(bucket, key, uploadId))) throw noSuchUpload(uploadId);
    await dropUpload(store, bucket, key, uploadId);
  });
  return { status: 204 };
};
