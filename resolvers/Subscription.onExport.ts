import { extensions, util, type Context } from '@aws-appsync/utils';
import type { SubscriptionOnExportArgs } from '../schema/generated/types.ts';
import { identityOf, organizationOf } from './shared/caller.ts';

export function request(): Record<string, never> {
  return {};
}

/** Answers nothing: what is delivered is decided by the filter, whose organization comes from the token. */
export function response(ctx: Context<SubscriptionOnExportArgs>): null {
  const organization = { organizationId: { eq: organizationOf(ctx) } };
  const { id } = ctx.args;
  const filter = id ? { ...organization, id: { eq: id } } : organization;
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
  // What suspending or deleting the caller's identity ends, and a change of its role: see `endExportSubscriptions`.
  const caller = { ...organization, identityId: { eq: identityOf(ctx) } };
  extensions.setSubscriptionInvalidationFilter(util.transform.toSubscriptionFilter(caller));
  return null;
}
