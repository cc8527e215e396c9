import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { isServiceAddress, normalizeEmail } from '../functions/shared/names.ts';
import type { MutationCreateIdentityArgs } from '../schema/generated/types.ts';
import { audited } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { checkText } from './shared/checks.ts';
import { invalid } from './shared/errors.ts';
import { publicIdentity, type PublicIdentity } from './shared/identities.ts';
import { newInvitation } from './shared/invitations.ts';
import { newIdentity } from './shared/new-identity.ts';
import { newRow, type IdentityRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  created: IdentityRow;
}

export function request(ctx: Context<MutationCreateIdentityArgs, Stash>): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { name, role } = ctx.args.input;
  checkText('name', name, 200);
  checkText('email', ctx.args.input.email, 254);
  const email = normalizeEmail(ctx.args.input.email);
  const locale = ctx.args.input.locale ?? 'en';
  if (isServiceAddress(email)) invalid('email is the user name of a service: make one with createService.');
  const row = newRow();
  const identity: IdentityRow = {
    ...row,
    organizationId,
    kind: 'PERSON',
    name,
    email,
    role,
    locale,
    status: 'INVITED',
    invitation: newInvitation(),
  };
  ctx.stash.created = identity;
  return audited(ctx, newIdentity(identity), {
    targetType: 'Identity',
    targetId: row.id,
    details: { name, email, role, locale },
  });
}

export function response(ctx: Context<MutationCreateIdentityArgs, Stash>): PublicIdentity {
  const { created } = ctx.stash;
  if (failedCondition(ctx)) {
    util.error(`Your organization has an identity with the e-mail address ${created.email} already.`, 'ConflictError');
  }
  return publicIdentity(created);
}
