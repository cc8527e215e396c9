import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';

type Bucket = 'exports' | 'unload';

/** The objects that exports leave, as a test looks at them. */
export interface Objects {
  put(bucket: Bucket, key: string, body: string): Promise<void>;
  get(bucket: Bucket, key: string): Promise<Buffer>;
  /** Those that begin with `prefix`, at most 1,000. */
  keys(bucket: Bucket, prefix: string): Promise<string[]>;
}

export function objectsOf(s3: S3Client): Objects {
  return {
    async put(bucket, key, body) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    async get(bucket, key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    async keys(bucket, prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
  };
}
