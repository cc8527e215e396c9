import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { AuditActor } from '../../functions/shared/audit/event.ts';
import { identityOf, organizationOf, roleOf, signedInAt } from '../shared/caller.ts';
import { checkDataSource } from '../shared/errors.ts';
import type { IdentityRow } from '../shared/rows.ts';

/**
 * Lets on only those whose identity is active and has the role of their token now, and services only by the secret that they have now: a token goes
 * stale, the row does not. Keeps in the stash who they are, for the audit event.
 */
export function request(ctx: Context): DynamoDBGetItemRequest {
  return get<IdentityRow>({ key: { organizationId: organizationOf(ctx), id: identityOf(ctx) }, consistentRead: true });
}

export function response(ctx: Context): IdentityRow {
  checkDataSource(ctx);
  const identity = ctx.result as IdentityRow | null;
  if (!identity)
    util.error('Your identity has been deleted; ask an administrator of your organization.', 'Unauthorized');
  if (identity.status !== 'ACTIVE') {
    util.error('Your access is suspended; ask an administrator of your organization.', 'Unauthorized');
  }
  if (identity.role !== roleOf(ctx)) {
    util.error(`Your role is ${identity.role} now: refresh your session, or sign in again.`, 'Unauthorized');
  }
  if (identity.kind === 'SERVICE' && isOfFormerSecret(identity, signedInAt(ctx))) {
    util.error('The secret that you signed in with is void; ask an administrator for the one now.', 'Unauthorized');
  }
  ctx.stash.actor = { identityId: identity.id, name: identity.name, kind: identity.kind } satisfies AuditActor;
  return identity;
}

/**
 * Whether a service signed in before it got the secret that it has, or has none any more. A token that is out would else be good for a last rotation, and
 * so for a secret that nobody has taken away. @param signedIn epoch seconds, rounded down
 */
function isOfFormerSecret({ secretCreatedAt }: IdentityRow, signedIn: number): boolean {
  if (!secretCreatedAt) return true;
  return signedIn < Math.floor(util.time.parseISO8601ToEpochMilliSeconds(secretCreatedAt) / 1000);
}
