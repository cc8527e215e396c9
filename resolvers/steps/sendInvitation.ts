import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { organizationOf } from '../shared/caller.ts';
import type { PublicIdentity } from '../shared/identities.ts';

type WithPrevious = Context<unknown, Record<string, never>, { result: PublicIdentity }>;

/** Has the invitation of the identity mailed, and hands on what was answered. */
export function request(ctx: WithPrevious): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { id: identityId, invitation } = ctx.prev.result;
  return {
    operation: 'Invoke',
    invocationType: 'Event',
    payload: { organizationId, identityId, sentAt: invitation?.sentAt ?? '' },
  };
}

export function response(ctx: WithPrevious): PublicIdentity {
  // The identity is there, and its invitation PENDING: it can be accepted, and sent again.
  if (ctx.error) console.error({ step: 'sendInvitation', error: ctx.error });
  return ctx.prev.result;
}
