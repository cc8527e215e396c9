import type { S3 } from '../../s3/index.ts';
import { BUCKETS, EXPORT_DAYS } from '../names.ts';

/** What the worker has not removed by then, it never will. */
const EXPIRATION_DAYS = { exports: EXPORT_DAYS + 1, unload: 1, imports: 1 };
/** Browsers upload files of imports, and read reports, by links that are all it takes: where the page is from does not matter. */
const CORS = [{ allowedOrigins: ['*'], allowedMethods: ['GET', 'PUT'], allowedHeaders: ['content-type'] }];

export async function ensureBuckets(s3: S3): Promise<void> {
  await Promise.all(
    Object.entries(EXPIRATION_DAYS).map(async ([purpose, days]) => {
      const bucket = BUCKETS[purpose as keyof typeof BUCKETS];
      await s3.createBucket(bucket);
      await s3.putLifecycle(bucket, [{ id: 'expire', expirationDays: days, abortUploadsAfterDays: 1 }]);
    }),
  );
  await s3.putCors(BUCKETS.imports, CORS);
}
