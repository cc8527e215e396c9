import { extensions, util, type Context } from '@aws-appsync/utils';
import type { SubscriptionOnReadingsArgs } from '../schema/generated/types.ts';
import { identityOf, organizationOf } from './shared/caller.ts';

export function request(): Record<string, never> {
  return {};
}

/** Answers nothing: what is delivered is decided by the filter, whose organization comes from the token. */
export function response(ctx: Context<SubscriptionOnReadingsArgs>): null {
  const organization = { organizationId: { eq: organizationOf(ctx) } };
  const deviceIds = ctx.args.deviceIds;
  const filter = deviceIds ? { ...organization, deviceIds: { containsAny: deviceIds } } : organization;
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
  // What suspending or deleting the caller's identity ends: see `endSubscriptions`.
  const caller = { ...organization, identityId: { eq: identityOf(ctx) } };
  extensions.setSubscriptionInvalidationFilter(util.transform.toSubscriptionFilter(caller));
  return null;
}
