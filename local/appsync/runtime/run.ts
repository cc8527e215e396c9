import type { Evaluation, ResolverContext, ResolverError, SubscriptionFilter } from '../types.ts';
import type { RuntimeHost } from './host.ts';

/** One run of a handler: what the library may read, and what it leaves behind. */
export interface Run {
  readonly context: ResolverContext;
  readonly host: RuntimeHost;
  readonly appendedErrors: ResolverError[];
  readonly invalidations: Evaluation['invalidations'][number][];
  readonly responseHeaders: Record<string, string>;
  subscriptionFilter?: SubscriptionFilter;
  subscriptionInvalidationFilter?: SubscriptionFilter;
}

export function startRun(context: ResolverContext, host: RuntimeHost): Run {
  return { context, host, appendedErrors: [], invalidations: [], responseHeaders: {} };
}

/** `util.error` and `util.unauthorized`. The language has no try, so that throwing ends the handler. */
export class HandlerFailed extends Error {
  readonly error: ResolverError;
  constructor(error: ResolverError) {
    super(error.message);
    this.error = error;
  }
}

/** `runtime.earlyReturn`. */
export class ReturnedEarly extends Error {
  readonly value: unknown;
  readonly skipTo: 'END' | 'NEXT';
  constructor(value: unknown, skipTo: 'END' | 'NEXT') {
    super('runtime.earlyReturn');
    this.value = value;
    this.skipTo = skipTo;
  }
}

/** A wrong use of the library, or of a part of it that is not here: an error of the code. */
export class LibraryError extends Error {}

/** A library function for what is refused by name. */
export function notSupported(name: string): () => never {
  return () => {
    throw new LibraryError(`not supported here: ${name}`);
  };
}
