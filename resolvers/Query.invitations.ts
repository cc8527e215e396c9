import type { Context } from '@aws-appsync/utils';
import type { ReceivedInvitation } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { canBeAccepted } from './shared/invitations.ts';
import { byName, type Standing } from './shared/memberships.ts';

type AfterSteps = Context<unknown, Record<string, never>, { result: Standing[] }>;

export function request(ctx: AfterSteps): Record<string, never> {
  organizationOf(ctx);
  return {};
}

/** @param ctx with what has the caller's address as what the step before answered */
export function response(ctx: AfterSteps): ReceivedInvitation[] {
  const good = ctx.prev.result.filter(({ identity }) => canBeAccepted(identity));
  return byName(good).flatMap(({ organization, identity: { role, invitation } }) => {
    if (!invitation) return [];
    const { sentAt, expiresAt } = invitation;
    return [{ organizationId: organization.id, organizationName: organization.name, role, sentAt, expiresAt }];
  });
}
