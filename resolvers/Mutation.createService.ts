import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { serviceAddress } from '../functions/shared/names.ts';
import type { MutationCreateServiceArgs } from '../schema/generated/types.ts';
import { audited } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { checkText } from './shared/checks.ts';
import { internalError } from './shared/errors.ts';
import { newIdentity } from './shared/new-identity.ts';
import { newRow, type IdentityRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  created: IdentityRow;
}

export function request(ctx: Context<MutationCreateServiceArgs, Stash>): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { name, role } = ctx.args.input;
  checkText('name', name, 200);
  const row = newRow();
  const email = serviceAddress(row.id);
  const created: IdentityRow = {
    ...row,
    organizationId,
    kind: 'SERVICE',
    name,
    email,
    role,
    locale: 'en',
    status: 'INVITED',
  };
  ctx.stash.created = created;
  return audited(ctx, newIdentity(created), { targetType: 'Identity', targetId: row.id, details: { name, role } });
}

/** Answers the identity as it was written, for the step that gives it a secret. */
export function response(ctx: Context<MutationCreateServiceArgs, Stash>): IdentityRow {
  // The id is new, and the address follows from it: a condition that fails is no conflict with anybody.
  if (failedCondition(ctx)) internalError(ctx);
  return ctx.stash.created;
}
