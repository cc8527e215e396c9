import * as v from 'valibot';
import { tagMap } from '../shared/tags.ts';
import { LOCAL_ACCOUNT, type Clock } from '../shared/service.ts';
import type { Collections } from '../shared/records.ts';
import { distributionConfig } from './schema/distribution.ts';
import { headersPolicyConfig } from './schema/headers-policy.ts';
import { accessControlConfig, functionConfig } from './schema/others.ts';

/** What every resource has: `ETag` is its version, and `changedAt` milliseconds since the epoch. */
const versioned = { id: v.string(), etag: v.string(), changedAt: v.number() };

const distribution = v.object({ ...versioned, domainName: v.string(), tags: tagMap, config: distributionConfig });
export type Distribution = v.InferOutput<typeof distribution>;

/** A function's code at one of its stages. */
const stage = v.object({
  etag: v.string(),
  config: functionConfig,
  code: v.string(),
  createdAt: v.number(),
  changedAt: v.number(),
});
export type Stage = v.InferOutput<typeof stage>;

const edgeFunction = v.object({ name: v.string(), development: stage, live: v.exactOptional(stage) });
export type EdgeFunction = v.InferOutput<typeof edgeFunction>;

/** Resources by their id, functions by their name. */
export const kinds = {
  distribution,
  accessControl: v.object({ ...versioned, config: accessControlConfig }),
  headersPolicy: v.object({ ...versioned, config: headersPolicyConfig }),
  function: edgeFunction,
};
export type Records = Collections<typeof kinds>;

export interface ControlContext {
  readonly records: Records;
  readonly clock: Clock;
}

/** Resources of CloudFront are in no Region. */
export const edgeArn = (resource: string): string => `arn:aws:cloudfront::${LOCAL_ACCOUNT}:${resource}`;

export const functionArn = (name: string): string => edgeArn(`function/${name}`);
