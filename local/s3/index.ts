import { AwsError, unlessThere } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { ObjectWriter } from '../shared/ports.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import type { Clock, Service } from '../shared/service.ts';
import { newIds, respond, respondError } from './answer.ts';
import { s3Error } from './errors.ts';
import { makeBucket } from './operations/buckets.ts';
import { checkCommonOptions } from './operations/description.ts';
import { objectWriter } from './object-writer.ts';
import { parseRequest } from './request.ts';
import type { S3Caller } from './request.ts';
import { route } from './routes.ts';
import { authenticate } from './signature/authenticate.ts';
import { ObjectStore } from './store/object-store.ts';

export interface S3Options {
  /** Where buckets and objects are kept. One process at a time. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** The secret access key of a known principal. */
  secretOf: (accessKeyId: string) => string | undefined;
}

export interface S3 extends Service {
  handle(request: Request, caller: S3Caller): Promise<Response>;
  /** Objects that other services write in this process. */
  readonly objects: ObjectWriter;
  /** Makes a bucket in the local Region unless it is there. */
  createBucket(bucket: string): Promise<void>;
}

/**
 * Stands in for Amazon S3: general purpose buckets without versions, whose objects survive `kill -9` of the process, addressed path-style.
 */
export async function createS3({ directory, log, clock = Date.now, secretOf }: S3Options): Promise<S3> {
  const store = await ObjectStore.open(directory, clock);
  let closing: Promise<void> | undefined;

  return {
    signingName: 's3',
    async handle(request, caller) {
      const ids = newIds();
      const { pathname } = new URL(request.url);
      try {
        const parsed = parseRequest(request, caller.target);
        const authentication = authenticate(parsed, { secretOf, clock });
        const operation = route(parsed);
        checkCommonOptions(parsed);
        return respond(await operation({ request: parsed, authentication, region: caller.region, store }), ids);
      } catch (error) {
        if (error instanceof AwsError) return respondError(error, pathname, request.method, ids);
        log.error(`s3 ${request.method} ${pathname} failed (request ${ids.requestId})`, error);
        const internal = s3Error('InternalError', 'We encountered an internal error. Please try again.', 500);
        return respondError(internal, pathname, request.method, ids);
      }
    },
    objects: objectWriter(store),
    async createBucket(bucket) {
      await unlessThere('BucketAlreadyOwnedByYou', () => makeBucket(store, bucket, LOCAL_REGION));
    },
    close: () => (closing ??= store.close()),
  };
}
