import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { chunks } from '../collections.ts';

/** What DeleteObjects takes at once. Source: Amazon S3 API Reference, "DeleteObjects". */
const DELETES_A_REQUEST = 1000;

/** The keys of a bucket that begin with `prefix`, page by page, in the order of their bytes. */
export async function* keysUnder(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<string[]> {
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
    yield (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** Deletes what begins with `prefix`, but what `isKept` says. Harmless when repeated. @throws Error where an object could not be deleted */
export async function deleteUnder(
  s3: S3Client,
  bucket: string,
  prefix: string,
  isKept: (key: string) => boolean = () => false,
): Promise<void> {
  for await (const keys of keysUnder(s3, bucket, prefix))
    await deleteObjects(
      s3,
      bucket,
      keys.filter((key) => !isKept(key)),
    );
}

/** Deletes objects, any number, whether they are there or not. @throws Error where one could not be deleted */
export async function deleteObjects(s3: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (const some of chunks(keys, DELETES_A_REQUEST)) {
    const { Errors: errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: some.map((Key) => ({ Key })), Quiet: true } }),
    );
    const [first] = errors;
    if (first)
      throw new Error(
        `${errors.length} objects of ${bucket} could not be deleted: ${first.Key ?? ''} ${first.Code ?? ''}`,
      );
  }
}
