import type { Evaluation, ResolverContext, ResolverError, SubscriptionFilter } from '../types.ts';
import type { RuntimeHost } from './host.ts';

/** A function of the library, or one within it. */
export type Callee = (...values: never[]) => unknown;

/** One run of a handler: what the library may read, and what it leaves behind. */
export interface Run {
  readonly handler: 'request' | 'response';
  readonly context: ResolverContext;
  readonly host: RuntimeHost;
  /** Where in the code the library's `callee` was called: `code.js:13:5: `, or nothing where that is unknown. */
  readonly position: (callee: Callee) => string;
  readonly appendedErrors: ResolverError[];
  readonly invalidations: Evaluation['invalidations'][number][];
  readonly responseHeaders: Record<string, string>;
  /** Bytes of every response header that was set, replaced ones too. */
  responseHeaderSize: number;
  subscriptionFilter?: SubscriptionFilter;
  subscriptionInvalidationFilter?: SubscriptionFilter;
}

export function startRun(
  handler: Run['handler'],
  context: ResolverContext,
  host: RuntimeHost,
  position: Run['position'] = () => '',
): Run {
  const effects = { appendedErrors: [], invalidations: [], responseHeaders: {}, responseHeaderSize: 0 };
  return { handler, context, host, position, ...effects };
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

const refusals = new WeakMap<object, string>();

/** A library function for what is refused by name. */
export function notSupported(name: string): () => never {
  const refusal = (): never => {
    throw new LibraryError(`not supported here: ${name}`);
  };
  refusals.set(refusal, name);
  return refusal;
}

/** What a part of the library refuses, where that is all that it does. */
export function refusedName(part: object): string | undefined {
  return refusals.get(part);
}
