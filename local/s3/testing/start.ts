import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { silentLog } from '../../shared/log.ts';
import { LOCAL_REGION } from '../../shared/service.ts';
import type { Clock } from '../../shared/service.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createS3 } from '../index.ts';

/** A principal whose secret the service knows. */
export const KNOWN = { accessKeyId: 'ASIAKNOWN', secretAccessKey: 'known-secret' };
export const BUCKET = 'sonde-test';

/** A service with one bucket on a folder of its own, over HTTP, and clients of it. */
export async function startS3(options: { clock?: Clock; withTarget?: boolean } = {}) {
  const { directory, remove } = await temporaryDirectory();
  const s3 = await createS3({
    directory,
    log: silentLog,
    ...(options.clock && { clock: options.clock }),
    secretOf: (accessKeyId) => (accessKeyId === KNOWN.accessKeyId ? KNOWN.secretAccessKey : undefined),
  });
  const served = options.withTarget ? await serveWithTarget(s3) : await serve(s3);
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

/** Passes the request's target on as it came, so that keys with `..` can be told. */
async function serveWithTarget(s3: Awaited<ReturnType<typeof createS3>>) {
  return new Promise<{ url: string; close: () => Promise<void> }>((resolve) => {
    const server = listen(
      {
        fetch: (request, { incoming }) =>
          s3.handle(request, { accessKeyId: undefined, region: LOCAL_REGION, target: incoming.url ?? '/' }),
        hostname: '127.0.0.1',
        port: 0,
        overrideGlobalObjects: false,
      },
      ({ port }) => {
        resolve({ url: `http://127.0.0.1:${port}`, close: () => close(server as Server) });
      },
    );
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
