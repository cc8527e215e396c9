import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { organizationOf } from '../shared/caller.ts';
import { publicIdentity, type PublicIdentity } from '../shared/identities.ts';
import type { IdentityRow } from '../shared/rows.ts';
import { secretAnswer } from '../shared/services.ts';

type AfterWrite = Context<unknown, object, { result: IdentityRow }>;

const ADVICE = "The secret may be good still: ask again, with the version in this error's data, until it is done.";

/** Makes the secret of the service void whose version has just been counted up. */
export function request(ctx: AfterWrite): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { id: identityId, version } = ctx.prev.result;
  return { operation: 'Invoke', payload: { operation: 'voidSecret', organizationId, identityId, version } };
}

export function response(ctx: AfterWrite): PublicIdentity {
  const service = ctx.prev.result;
  secretAnswer(ctx, ADVICE, service);
  return { ...publicIdentity(service), secretCreatedAt: null };
}
