import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3 } from '../../../local/s3/index.ts';
import { silentLog } from '../../../local/shared/log.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../local/shared/testing/temporary-directory.ts';
import { fakeClientOptions } from '../../shared/testing/fake-aws.ts';
import { digestWith, NO_PARTS } from '../part-digest.ts';
import { UploadGone } from '../ports.ts';
import { filesBuckets } from './files-buckets.ts';

const BUCKET = 'sonde-test-exports';
const KEY = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', exportId: '01JZ8Q6V5X3M9T2B7C4D1E0F8J' };
const PART = 5 * 2 ** 20;
const UPLOADED = { position: null, rows: 1, isWhole: true };

let url: string;
let client: S3Client;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const { directory, remove } = await temporaryDirectory();
  const s3 = await createS3({ directory, log: silentLog, secretOf: () => undefined });
  const served = await serve(s3);
  url = served.url;
  closing.push(served.close, () => s3.close(), remove);
  client = new S3Client(fakeClientOptions(url));
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(async () => {
  client.destroy();
  for (const close of closing) await close();
});

describe('an upload', () => {
  // Each setting of AWS_REQUEST_CHECKSUM_CALCULATION.
  it.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)(
    'has one kind of checksum from its begin to its end, where the client has them %s',
    async (requestChecksumCalculation) => {
      const own = new S3Client({ ...fakeClientOptions(url), requestChecksumCalculation });
      const files = filesBuckets({ client: own, exports: BUCKET, unload: BUCKET });
      const begun = await files.beginUpload(KEY, { name: 'readings.csv.gz', contentType: 'application/gzip' });
      const bodies = [Buffer.alloc(PART, 1), Buffer.from('the end')];
      let digest = NO_PARTS;
      for (const [index, body] of bodies.entries())
        digest = digestWith(digest, await files.uploadPart(begun, index + 1, body));
      const upload = { ...begun, ...UPLOADED, parts: 2, bytes: PART + 7, digest };
      await files.completeUpload(upload);
      own.destroy();

      const object = { Bucket: BUCKET, Key: begun.key };
      const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
      expect([head.ContentLength, head.ChecksumType]).toEqual([PART + 7, 'COMPOSITE']);
      expect(head.ChecksumCRC32).toMatch(/-2$/);
      const { Body } = await client.send(new GetObjectCommand(object));
      expect(Buffer.concat(bodies).equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    },
  );

  it('is gone where a worker that was overtaken has put another part in the place of one', async () => {
    const files = filesBuckets({ client, exports: BUCKET, unload: BUCKET });
    const begun = await files.beginUpload(KEY, { name: 'other.csv.gz', contentType: 'application/gzip' });
    const digest = digestWith(NO_PARTS, await files.uploadPart(begun, 1, Buffer.from('its rows')));
    const upload = { ...begun, ...UPLOADED, parts: 1, bytes: 8, digest };
    await files.uploadPart(begun, 1, Buffer.from('others’'));
    await expect(files.completeUpload(upload)).rejects.toThrow(UploadGone);
    await files.uploadPart(begun, 1, Buffer.from('its rows'));
    await files.completeUpload(upload);
    await files.completeUpload(upload);
  });
});
