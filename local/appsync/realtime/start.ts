import type { Log } from '../../shared/log.ts';
import { requestScope } from '../execution/engine.ts';
import type { Asker, LoadedApi } from '../execution/engine.ts';
import { callResolver } from '../execution/fields.ts';
import type { GraphQLRequest } from '../execution/request.ts';
import { noEffects, type Effects } from '../execution/resolver.ts';
import type { SubscriptionFilter } from '../types.ts';
import { readFilter, type Groups } from './filter-rules.ts';
import { initialErrors } from './projection.ts';
import {
  asRefusal,
  frameError,
  prepareSubscription,
  subscriptionOf,
  SubscriptionRefused,
  type Filters,
  type Prepared,
  type Subscription,
} from './subscription.ts';

/**
 * Checks a `start` and runs its field's resolver, which may refuse it or set filters. What the resolver returns has to fit the selection, and is
 * delivered to nobody. Rejects with a {@link SubscriptionRefused}.
 */
export async function startSubscription(
  loaded: LoadedApi,
  request: GraphQLRequest,
  asker: Asker,
  log: Log,
): Promise<Subscription> {
  const prepared = prepareSubscription(loaded, request, asker.caller);
  const { value, effects } = await runResolver(loaded, { request, prepared, asker }, log);
  if (effects.appendedErrors.length > 0) throw new SubscriptionRefused(effects.appendedErrors.map(frameError));
  const origin = { request, caller: asker.caller, filters: filtersOf(effects) };
  const subscription = subscriptionOf(loaded, prepared, origin);
  const errors = initialErrors(subscription, value, log);
  if (errors.length > 0)
    throw new SubscriptionRefused(errors.map(({ errorType = null, message }) => frameError({ errorType, message })));
  return subscription;
}

async function runResolver(
  loaded: LoadedApi,
  { request, prepared, asker }: { request: GraphQLRequest; prepared: Prepared; asker: Asker },
  log: Log,
): Promise<{ value: unknown; effects: Effects }> {
  const { operation, node, field, args, variableValues } = prepared;
  const effects = noEffects();
  const scope = requestScope(loaded, request, asker, log);
  const call = {
    typeName: 'Subscription',
    fieldName: field,
    path: [field],
    nodes: [node],
    fragments: operation.fragments,
    variableValues,
    arguments: args,
    source: null,
  };
  try {
    return { value: await callResolver(call, scope, effects), effects };
  } catch (error) {
    throw asRefusal(error);
  } finally {
    scope.deadline.clear();
  }
}

function filtersOf({ subscriptionFilter, subscriptionInvalidationFilter }: Effects): Filters {
  return {
    ...(subscriptionFilter && { events: groupsOf(subscriptionFilter) }),
    ...(subscriptionInvalidationFilter && { invalidation: groupsOf(subscriptionInvalidationFilter) }),
  };
}

function groupsOf(filter: SubscriptionFilter): Groups {
  const { groups, problem } = readFilter(filter);
  if (problem) throw new SubscriptionRefused([problem]);
  return groups;
}
