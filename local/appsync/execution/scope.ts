import type { Log } from '../../shared/log.ts';
import type { ExecutableApi } from '../api/executable.ts';
import type { Caller } from '../auth/caller.ts';
import type { Evaluation } from '../types.ts';
import type { Batches } from './batches.ts';
import type { Deadline } from './deadline.ts';
import type { AnswerError } from './errors.ts';

/** What Terraform can set on an API. Source: Configuring GraphQL run complexity, query depth, and introspection. */
export interface ApiLimits {
  /** Levels of fields, 1 to 75; 0 for no limit. */
  queryDepthLimit: number;
  /** Resolvers that one request may run, 1 to 10,000; 0 for no limit of its own. */
  resolverCountLimit: number;
  introspection: 'ENABLED' | 'DISABLED';
}

export const defaultLimits: ApiLimits = { queryDepthLimit: 0, resolverCountLimit: 10_000, introspection: 'ENABLED' };

/** One request while it runs: graphql-js's `contextValue`. */
export interface RequestScope {
  api: ExecutableApi;
  limits: ApiLimits;
  caller: Caller;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** As the client sent them. */
  variables: Readonly<Record<string, unknown>>;
  deadline: Deadline;
  log: Log;
  /** Errors of fields that have a value none the less. */
  appendedErrors: AnswerError[];
  invalidations: Evaluation['invalidations'][number][];
  /** What resolvers add to the HTTP answer's headers. */
  responseHeaders: Record<string, string>;
  batches: Batches;
  /** Resolvers run so far. */
  resolverCount: number;
}
