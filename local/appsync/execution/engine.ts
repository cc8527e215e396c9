import { OperationTypeNode } from 'graphql';
import type { Log } from '../../shared/log.ts';
import type { ExecutableApi } from '../api/executable.ts';
import { RequestRefused } from '../auth/caller.ts';
import type { Caller } from '../auth/caller.ts';
import { requirePermission } from '../auth/permission.ts';
import { MAX_INVALIDATIONS } from '../quotas.ts';
import type { Evaluation } from '../types.ts';
import { Batches } from './batches.ts';
import { deadline } from './deadline.ts';
import { Documents } from './document.ts';
import { requestError } from './errors.ts';
import { executeOperation, mutationEvents } from './operation.ts';
import type { Answer, MutationEvent } from './operation.ts';
import type { GraphQLRequest } from './request.ts';
import type { ApiLimits, RequestScope } from './scope.ts';

/** Who is told what mutations did. */
export interface MutationListener {
  published: (api: ExecutableApi, event: MutationEvent) => void;
  invalidated: (invalidation: Evaluation['invalidations'][number]) => void;
}

/** Who asks, and how. */
export interface Asker {
  caller: Caller;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
}

/** An API with its settings, and all that is remembered of it between requests. */
export interface LoadedApi {
  api: ExecutableApi;
  limits: ApiLimits;
  documents: Documents;
}

export function loadedApi(api: ExecutableApi, limits: ApiLimits): LoadedApi {
  return { api, limits, documents: new Documents(api.schema, limits.introspection === 'ENABLED') };
}

/** Answers one query or mutation. Rejects with a {@link RequestRefused} where the request is not one. */
export async function answer(
  { api, limits, documents }: LoadedApi,
  request: GraphQLRequest,
  asker: Asker,
  { log, listener }: { log: Log; listener: MutationListener },
): Promise<Answer> {
  const { operation, errors } = documents.prepare(request);
  if (errors) return { data: null, errors };
  // Subscriptions once began over HTTP and went on over MQTT, which is what AppSync still says.
  if (operation.definition.operation === OperationTypeNode.SUBSCRIPTION)
    throw new RequestRefused('BadRequestException', 'Subscriptions over MQTT is not supported.', 400);
  requirePermission(operation, api.schema, asker.caller);

  const scope = requestScope({ api, limits }, request, asker, log);
  try {
    const result = await executeOperation(operation, scope);
    if (scope.invalidations.length > MAX_INVALIDATIONS) {
      const message = `A request invalidates subscriptions at most ${MAX_INVALIDATIONS} times`;
      return { ...result, errors: [...(result.errors ?? []), requestError(message)] };
    }
    scope.invalidations.forEach(listener.invalidated);
    for (const event of mutationEvents(operation, result)) listener.published(api, event);
    return result;
  } finally {
    scope.deadline.clear();
  }
}

/** A fresh scope; its deadline is running. */
export function requestScope(
  { api, limits }: Pick<LoadedApi, 'api' | 'limits'>,
  request: GraphQLRequest,
  { caller, headers }: Asker,
  log: Log,
): RequestScope {
  return {
    api,
    limits,
    caller,
    headers,
    variables: request.variables ?? {},
    deadline: deadline(),
    log,
    appendedErrors: [],
    invalidations: [],
    responseHeaders: {},
    batches: new Batches(),
    resolverCount: 0,
  };
}
