import { getArgumentValues, OperationTypeNode, visit } from 'graphql';
import type { DocumentNode, FieldNode } from 'graphql';
import { RequestRefused } from '../auth/caller.ts';
import type { Caller } from '../auth/caller.ts';
import { requirePermission } from '../auth/permission.ts';
import type { Operation } from '../execution/document.ts';
import type { LoadedApi } from '../execution/engine.ts';
import { FieldError } from '../execution/errors.ts';
import { requireAccess } from '../execution/fields.ts';
import { rootFields } from '../execution/operation.ts';
import type { GraphQLRequest } from '../execution/request.ts';
import { coerceVariables } from '../execution/variables.ts';
import type { ResolverError } from '../types.ts';
import { argumentsProblem, type Groups } from './filter-rules.ts';
import { argumentFilter, enhancedFilter, invalidationFilter, type EventFilter, type Matches } from './filter.ts';
import type { Projection } from './projection.ts';
import { unsupported, type FrameError } from './protocol.ts';

/** A subscription that was accepted. */
export interface Subscription extends Projection {
  filter: EventFilter;
  /** Subscriptions with the same key get the same payload of an event. */
  projectionKey: string;
  isInvalidatedBy: Matches;
  /** What `start` asked for, and what its resolver set: this outlasts a change of the API. */
  origin: Origin;
}

interface Origin {
  request: GraphQLRequest;
  caller: Caller;
  filters: Filters;
}

/** What a subscription's resolver set. */
export interface Filters {
  events?: Groups;
  invalidation?: Groups;
}

/** A subscription that is answered with an `error` frame. */
export class SubscriptionRefused extends Error {
  readonly errors: readonly FrameError[];

  constructor(errors: readonly FrameError[]) {
    super(errors[0]?.message);
    this.errors = errors;
  }
}

/** A request for a subscription that fits an API. */
export interface Prepared {
  operation: Operation;
  node: FieldNode;
  field: string;
  args: Readonly<Record<string, unknown>>;
  /** The request's variables after coercion. */
  variableValues: Readonly<Record<string, unknown>>;
}

/** Reads what somebody wants to subscribe to. @throws SubscriptionRefused where it does not fit the API, or the caller may not have it */
export function prepareSubscription({ api, documents }: LoadedApi, request: GraphQLRequest, caller: Caller): Prepared {
  const operation = operationOf(documents, request);
  const variables = coerceVariables(api.schema, operation.definition, request.variables ?? {});
  if (variables.error) throw new SubscriptionRefused([{ message: variables.error.message }]);
  // Validation lets one root field through, and it exists.
  const [node] = rootFields(operation.definition.selectionSet.selections, operation.fragments);
  const field = node && api.schema.getSubscriptionType()?.getFields()[node.name.value];
  if (!node || !field)
    throw new SubscriptionRefused([{ message: 'A subscription selects a field of type Subscription.' }]);
  refusing(() => {
    requirePermission(operation, api.schema, caller);
    requireAccess(api, caller, 'Subscription', field.name);
  });
  const args = getArgumentValues(field, node, variables.values);
  return { operation, node, field: field.name, args, variableValues: variables.values };
}

/** A subscription of what is prepared. @throws SubscriptionRefused where its arguments are more than AppSync filters by */
export function subscriptionOf({ api }: LoadedApi, prepared: Prepared, origin: Origin): Subscription {
  const { operation, field, args } = prepared;
  const { request, caller, filters } = origin;
  const problem = filters.events ? undefined : argumentsProblem(args);
  if (problem) throw new SubscriptionRefused([problem]);
  const variables = request.variables ?? {};
  const operationName = operation.definition.name?.value;
  const selected = selectionVariables(operation.document).map((name) => [name, variables[name]]);
  return {
    api,
    document: operation.document,
    operationName,
    variables,
    caller,
    field,
    filter: filters.events ? enhancedFilter(filters.events) : argumentFilter(args),
    projectionKey: JSON.stringify([api.id, request.query, operationName, selected, ...rights(caller)]),
    isInvalidatedBy: filters.invalidation ? invalidationFilter(filters.invalidation) : () => false,
    origin,
  };
}

/**
 * The same subscription of an API that has changed: with its new definition, and the filters that its resolver set when it was started.
 * @throws SubscriptionRefused where it does not fit any more
 */
export function renewedSubscription(loaded: LoadedApi, { origin }: Subscription): Subscription {
  return subscriptionOf(loaded, prepareSubscription(loaded, origin.request, origin.caller), origin);
}

/** Runs `work`; what a field would answer with refuses the subscription. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asRefusal(error);
  }
}

/** A refusal of what a field would answer with; whatever else is wrong stays as it is. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof FieldError) return new SubscriptionRefused([frameError(error.details)]);
  if (error instanceof RequestRefused)
    return new SubscriptionRefused([{ errorType: error.errorType, message: error.message }]);
  return error;
}

export function frameError({ errorType, message }: Pick<ResolverError, 'errorType' | 'message'>): FrameError {
  return errorType === null ? { message } : { errorType, message };
}

function operationOf(documents: LoadedApi['documents'], request: GraphQLRequest): Operation {
  const { operation, errors } = refusing(() => documents.prepare(request));
  if (errors) throw new SubscriptionRefused(errors.map(({ message }) => ({ message })));
  const kind = operation.definition.operation;
  if (kind !== OperationTypeNode.SUBSCRIPTION) throw new SubscriptionRefused([unsupported(kind)]);
  return operation;
}

/** The variables that a selection depends on: all others matter to arguments alone, and no resolver sees those. */
function selectionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      visit(directive, { Variable: ({ name }) => void names.add(name.value) });
    },
  });
  return [...names];
}

/** All that a field's authorization looks at: a role's policies are the same for all of its sessions. */
function rights(caller: Caller): readonly unknown[] {
  switch (caller.mode) {
    case 'AWS_IAM':
      return [caller.mode, caller.identity.userArn];
    case 'AMAZON_COGNITO_USER_POOLS':
      return [caller.mode, caller.identity.groups];
    case 'API_KEY':
      return [caller.mode];
  }
}
