import type { Context } from '@aws-appsync/utils';
import type { Membership } from '../schema/generated/types.ts';
import { organizationOf, subOf } from './shared/caller.ts';
import { byName, publicMembership, type Standing } from './shared/memberships.ts';

type AfterSteps = Context<unknown, Record<string, never>, { result: Standing[] }>;

export function request(ctx: AfterSteps): Record<string, never> {
  organizationOf(ctx);
  return {};
}

/** @param ctx with what the caller is bound to as what the step before answered */
export function response(ctx: AfterSteps): Membership[] {
  const sub = subOf(ctx);
  const bound = ctx.prev.result.filter(({ identity }) => identity.sub === sub);
  return byName(bound).map((standing) => publicMembership(ctx, standing));
}
