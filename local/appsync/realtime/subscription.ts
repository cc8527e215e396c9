import { getArgumentValues, OperationTypeNode } from 'graphql';
import type { Log } from '../../shared/log.ts';
import { RequestRefused } from '../auth/caller.ts';
import type { Caller } from '../auth/caller.ts';
import type { GraphQLRequest, Operation } from '../execution/document.ts';
import { requestScope } from '../execution/engine.ts';
import type { Asker, LoadedApi } from '../execution/engine.ts';
import { FieldError } from '../execution/errors.ts';
import { callResolver, requireAccess } from '../execution/fields.ts';
import { rootFields } from '../execution/operation.ts';
import { noEffects, type Effects } from '../execution/resolver.ts';
import { coerceVariables } from '../execution/variables.ts';
import type { SubscriptionFilter } from '../types.ts';
import { argumentFilter, enhancedFilter, filterProblem } from './filter.ts';
import type { Matches } from './filter.ts';
import type { Projection } from './projection.ts';

/** A subscription that was accepted. */
export interface Subscription extends Projection {
  matches: Matches;
  /** Subscriptions with the same key want the same events. */
  filterKey: string;
  /** Subscriptions with the same key get the same payload of an event. */
  projectionKey: string;
  isInvalidatedBy: Matches;
}

/** An error of an `error` frame. */
export interface FrameError {
  errorType?: string;
  message: string;
}

/** A `start` that is answered with an `error` frame. */
export class StartRefused extends Error {
  readonly errors: readonly FrameError[];

  constructor(errors: readonly FrameError[]) {
    super(errors[0]?.message);
    this.errors = errors;
  }
}

/** Checks a `start` and runs its field's resolver, which may refuse it or set a filter. Rejects with a {@link StartRefused}. */
export async function startSubscription(
  loaded: LoadedApi,
  request: GraphQLRequest,
  asker: Asker,
  log: Log,
): Promise<Subscription> {
  const operation = prepare(loaded, request);
  const { node, name, args } = rootField(loaded, operation, request);
  const effects = noEffects();
  const scope = requestScope(loaded, request, asker, log);
  try {
    requireAccess(loaded.api, asker.caller, 'Subscription', name);
    const call = {
      typeName: 'Subscription',
      fieldName: name,
      path: [name],
      nodes: [node],
      fragments: operation.fragments,
    };
    await callResolver({ ...call, arguments: args, source: null }, scope, effects);
  } catch (error) {
    if (error instanceof FieldError) throw new StartRefused([frameError(error.details)]);
    throw error;
  } finally {
    scope.deadline.clear();
  }
  if (effects.appendedErrors.length > 0) throw new StartRefused(effects.appendedErrors.map(frameError));
  requireValid(effects.subscriptionFilter);
  requireValid(effects.subscriptionInvalidationFilter);
  return accepted(loaded, operation, { request, caller: asker.caller, field: name, args, effects });
}

function prepare({ documents }: LoadedApi, request: GraphQLRequest): Operation {
  const { operation, errors } = prepareOrRefuse(documents, request);
  if (errors) throw new StartRefused(errors.map(({ message }) => ({ message })));
  const kind = operation.definition.operation;
  if (kind !== OperationTypeNode.SUBSCRIPTION)
    throw new StartRefused([
      { errorType: 'UnsupportedOperation', message: `${kind} not supported through the realtime channel` },
    ]);
  return operation;
}

function prepareOrRefuse(documents: LoadedApi['documents'], request: GraphQLRequest) {
  try {
    return documents.prepare(request);
  } catch (error) {
    if (error instanceof RequestRefused)
      throw new StartRefused([{ errorType: error.errorType, message: error.message }]);
    throw error;
  }
}

function rootField({ api }: LoadedApi, { definition, fragments }: Operation, request: GraphQLRequest) {
  const variables = coerceVariables(api.schema, definition, request.variables ?? {});
  if (variables.error) throw new StartRefused([{ message: variables.error.message }]);
  // Validation lets one root field through, and it exists.
  const [node] = rootFields(definition.selectionSet.selections, fragments);
  const field = node && api.schema.getSubscriptionType()?.getFields()[node.name.value];
  if (!node || !field) throw new StartRefused([{ message: 'A subscription selects a field of type Subscription.' }]);
  return { node, name: field.name, args: getArgumentValues(field, node, variables.values) };
}

function accepted(
  loaded: LoadedApi,
  operation: Operation,
  {
    request,
    caller,
    field,
    args,
    effects,
  }: {
    request: GraphQLRequest;
    caller: Caller;
    field: string;
    args: Readonly<Record<string, unknown>>;
    effects: Effects;
  },
): Subscription {
  const { subscriptionFilter: filter, subscriptionInvalidationFilter: invalidation } = effects;
  const variables = request.variables ?? {};
  return {
    api: loaded.api,
    document: operation.document,
    operationName: operation.definition.name?.value,
    variables,
    caller,
    field,
    matches: filter ? enhancedFilter(filter) : argumentFilter(args),
    filterKey: JSON.stringify(filter ?? { args }),
    projectionKey: JSON.stringify([
      loaded.api.id,
      request.query,
      operation.definition.name?.value,
      variables,
      ...rights(caller),
    ]),
    isInvalidatedBy: invalidation ? enhancedFilter(invalidation) : () => false,
  };
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

function requireValid(filter: SubscriptionFilter | undefined): void {
  const problem = filter && filterProblem(filter);
  if (problem !== undefined) throw new StartRefused([{ errorType: 'BadRequestException', message: problem }]);
}

function frameError({ errorType, message }: { errorType: string | null; message: string }): FrameError {
  return errorType === null ? { message } : { errorType, message };
}
