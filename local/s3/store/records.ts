import * as v from 'valibot';
import { anyNames } from '../../shared/record.ts';
import { ALGORITHMS } from '../checksums/algorithms.ts';

const checksum = v.object({
  algorithm: v.picklist(ALGORITHMS),
  type: v.picklist(['FULL_OBJECT', 'COMPOSITE']),
  /** base64; of a composite one with `-<number of parts>` at its end */
  value: v.string(),
});
export type Checksum = v.InferOutput<typeof checksum>;

const texts = anyNames(v.string());

/** Where bytes are: a file of this store, and how many it has. */
const segment = {
  file: v.string(),
  size: v.number(),
};

const tag = v.object({ key: v.string(), value: v.string() });
export type Tag = v.InferOutput<typeof tag>;

const description = {
  /** Such as `content-type`, by lower-case name. */
  headers: texts,
  /** Of the client, without `x-amz-meta-`. */
  metadata: texts,
  tags: v.exactOptional(v.array(tag)),
};
export type Description = v.InferOutput<v.ObjectSchema<typeof description, undefined>>;

export const objectRecord = v.object({
  ...description,
  /** Without quotes. */
  etag: v.string(),
  /** Bytes. */
  size: v.number(),
  /** Milliseconds since the epoch. */
  lastModified: v.number(),
  checksum,
  /** In order. One, unless the object was uploaded in parts. */
  segments: v.array(v.object({ ...segment, checksum: v.exactOptional(v.string()) })),
  /** The upload that made it. */
  uploadId: v.exactOptional(v.string()),
});
export type ObjectRecord = v.InferOutput<typeof objectRecord>;

export const uploadRecord = v.object({
  ...description,
  /** Milliseconds since the epoch. */
  initiatedAt: v.number(),
  checksum: v.object({
    algorithm: v.picklist(ALGORITHMS),
    type: v.picklist(['FULL_OBJECT', 'COMPOSITE']),
    /** Whether the client asked for it; otherwise its parts may come with any. */
    chosen: v.boolean(),
  }),
});
export type UploadRecord = v.InferOutput<typeof uploadRecord>;

export const partRecord = v.object({
  ...segment,
  etag: v.string(),
  lastModified: v.number(),
  /** By the algorithm of the upload. */
  checksum: v.string(),
});
export type PartRecord = v.InferOutput<typeof partRecord>;

const lifecycleRule = v.object({
  id: v.string(),
  enabled: v.boolean(),
  prefix: v.string(),
  /** Whether the prefix was given without a filter, as the first version of the API has it. */
  legacy: v.boolean(),
  /** Whether the filter was given without a prefix: clients wait for the filter as they gave it. */
  bareFilter: v.exactOptional(v.boolean()),
  expirationDays: v.exactOptional(v.number()),
  /** Milliseconds since the epoch, a midnight in UTC. */
  expirationDate: v.exactOptional(v.number()),
  abortUploadsAfterDays: v.exactOptional(v.number()),
});
export type LifecycleRule = v.InferOutput<typeof lifecycleRule>;

const corsRule = v.object({
  id: v.exactOptional(v.string()),
  allowedOrigins: v.array(v.string()),
  allowedMethods: v.array(v.string()),
  allowedHeaders: v.array(v.string()),
  exposeHeaders: v.array(v.string()),
  maxAgeSeconds: v.exactOptional(v.number()),
});
export type CorsRule = v.InferOutput<typeof corsRule>;

export const bucketRecord = v.object({
  /** Milliseconds since the epoch. */
  createdAt: v.number(),
  region: v.string(),
  lifecycle: v.array(lifecycleRule),
  cors: v.array(corsRule),
  tags: v.exactOptional(v.array(tag)),
  /** By keys of S3, always. */
  encryption: v.exactOptional(v.object({ bucketKey: v.boolean() })),
  ownership: v.exactOptional(v.literal('BucketOwnerEnforced')),
  publicAccessBlock: v.exactOptional(
    v.object({
      blockAcls: v.boolean(),
      ignoreAcls: v.boolean(),
      blockPolicy: v.boolean(),
      restrictBuckets: v.boolean(),
    }),
  ),
  /** JSON, as it came. */
  policy: v.exactOptional(v.string()),
});
export type BucketRecord = v.InferOutput<typeof bucketRecord>;
