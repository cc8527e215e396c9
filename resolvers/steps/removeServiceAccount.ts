import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { organizationOf } from '../shared/caller.ts';
import type { PublicIdentity } from '../shared/identities.ts';

type AfterDelete = Context<unknown, object, { result: PublicIdentity }>;

/** Has the user of a deleted service removed, and hands on what was answered. A person keeps theirs, who may belong elsewhere too. */
export function request(ctx: AfterDelete): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { kind, id: identityId } = ctx.prev.result;
  if (kind !== 'SERVICE') runtime.earlyReturn(ctx.prev.result);
  return {
    operation: 'Invoke',
    invocationType: 'Event',
    payload: { operation: 'remove', organizationId, identityId },
  };
}

export function response(ctx: AfterDelete): PublicIdentity {
  // Without an identity the user gets no token. The caller must learn that it is gone.
  if (ctx.error) console.error({ step: 'removeServiceAccount', error: ctx.error });
  return ctx.prev.result;
}
