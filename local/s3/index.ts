import { answerable } from '../shared/answerable.ts';
import { unlessThere } from '../shared/aws-error.ts';
import type { Log } from '../shared/log.ts';
import type { ObjectWriter } from '../shared/ports.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import type { Caller, Clock, Service } from '../shared/service.ts';
import { newIds, respond, respondError } from './answer.ts';
import { s3Error } from './errors.ts';
import { makeBucket } from './operations/buckets.ts';
import { corsHeaders, preflight } from './operations/cors.ts';
import { checkCommonOptions } from './operations/description.ts';
import { changeBucket, setLifecycle } from './operations/lifecycle.ts';
import { objectWriter } from './object-writer.ts';
import { parseRequest } from './request.ts';
import { route } from './routes.ts';
import { authenticate } from './signature/authenticate.ts';
import { ObjectStore } from './store/object-store.ts';
import type { CorsRule } from './store/records.ts';

export interface S3Options {
  /** Where buckets and objects are kept. One process at a time. */
  directory: string;
  log: Log;
  clock?: Clock;
  /** The secret access key of a known principal. */
  secretOf: (accessKeyId: string) => string | undefined;
  /** What a part of an upload must have, but the last: 5 MiB, as on AWS, unless a test makes its parts of less. */
  minimumPartBytes?: number;
}

/** "Amazon S3 multipart upload limits" (Amazon S3 User Guide). */
const MINIMUM_PART_BYTES = 5 * 2 ** 20;

export interface S3 extends Service {
  /** Objects that other services write in this process. */
  readonly objects: ObjectWriter;
  /** Makes a bucket in the local Region unless it is there. */
  createBucket(bucket: string): Promise<void>;
  /** Puts these rules in place of those that the bucket has. Rejects with an AwsError NoSuchBucket. */
  putLifecycle(bucket: string, rules: readonly ExpiryRule[]): Promise<void>;
  /** Puts these rules for other origins' pages in place of those that the bucket has. Rejects with an AwsError NoSuchBucket. */
  putCors(bucket: string, rules: readonly OriginRule[]): Promise<void>;
}

/** What pages of other origins may send. */
export type OriginRule = Pick<CorsRule, 'allowedOrigins' | 'allowedMethods' | 'allowedHeaders'>;

/** When objects and uploads whose key begins with `prefix` go: days after they were made, rounded up to the next midnight in UTC. */
export interface ExpiryRule {
  readonly id: string;
  /** Of all keys unless given. */
  readonly prefix?: string;
  readonly expirationDays?: number;
  /** For uploads that were neither completed nor aborted. */
  readonly abortUploadsAfterDays?: number;
}

/**
 * Stands in for Amazon S3: general purpose buckets without versions, whose objects survive `kill -9` of the process, addressed path-style.
 */
export async function createS3({
  directory,
  log,
  clock = Date.now,
  secretOf,
  minimumPartBytes = MINIMUM_PART_BYTES,
}: S3Options): Promise<S3> {
  const store = await ObjectStore.open(directory, clock);
  let closing: Promise<void> | undefined;

  async function answer(request: Request, caller: Caller): Promise<Response> {
    const ids = newIds();
    const { pathname } = new URL(request.url);
    let cors: Readonly<Record<string, string>> = {};
    try {
      const parsed = parseRequest(request, caller.target);
      if (parsed.method === 'OPTIONS') return respond({ headers: await preflight(store, parsed) }, ids);
      cors = await corsHeaders(store, parsed);
      const authentication = authenticate(parsed, { secretOf, clock });
      const operation = route(parsed);
      checkCommonOptions(parsed);
      const done = await operation({ request: parsed, authentication, region: caller.region, store, minimumPartBytes });
      return respond({ ...done, headers: { ...done.headers, ...cors } }, ids);
    } catch (error) {
      const about = { path: pathname, method: request.method, headers: cors };
      const known = answerable(error);
      if (known) return respondError(known, about, ids);
      log.error(`s3 ${request.method} ${pathname} failed (request ${ids.requestId})`, error);
      return respondError(
        s3Error('InternalError', 'We encountered an internal error. Please try again.', 500),
        about,
        ids,
      );
    }
  }

  return {
    signingName: 's3',
    handle: answer,
    objects: objectWriter(store),
    async createBucket(bucket) {
      await unlessThere('BucketAlreadyOwnedByYou', () => makeBucket(store, bucket, LOCAL_REGION));
    },
    async putLifecycle(bucket, rules) {
      const complete = rules.map((rule) => ({ prefix: '', ...rule, enabled: true, legacy: false }));
      await setLifecycle(store, bucket, complete);
    },
    async putCors(bucket, rules) {
      const cors = rules.map((rule) => ({ ...rule, exposeHeaders: [] }));
      await changeBucket(store, bucket, (record) => ({ ...record, cors }));
    },
    close: () => (closing ??= store.close()),
  };
}
