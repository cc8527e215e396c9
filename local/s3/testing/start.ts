import { createHash } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { silentLog } from '../../shared/log.ts';
import type { Clock } from '../../shared/service.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createS3 } from '../index.ts';

/** A principal whose secret the service knows. */
export const KNOWN = { accessKeyId: 'ASIAKNOWN', secretAccessKey: 'known-secret' };
export const BUCKET = 'sonde-test';

/** A service with one bucket on a folder of its own, over HTTP, and clients of it. */
export async function startS3(options: { clock?: Clock } = {}) {
  const { directory, remove } = await temporaryDirectory();
  const s3 = await createS3({
    directory,
    log: silentLog,
    ...(options.clock && { clock: options.clock }),
    secretOf: (accessKeyId) => (accessKeyId === KNOWN.accessKeyId ? KNOWN.secretAccessKey : undefined),
  });
  const served = await serve(s3);
  const client = (config: S3ClientConfig = {}) => new S3Client({ ...clientOptions(served.url), ...config });
  const anyone = client();
  await anyone.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return {
    s3,
    directory,
    url: served.url,
    /** A client with credentials that the service does not know. */
    client: anyone,
    /** A client whose signatures are checked. */
    known: client({ credentials: KNOWN }),
    makeClient: client,
    async stop() {
      await served.close();
      await s3.close();
      await remove();
    },
  };
}

export function md5(bytes: Uint8Array | string): string {
  return createHash('md5').update(bytes).digest('hex');
}
