import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import { serviceAddress } from '../functions/shared/names.ts';
import type { MutationCreateServiceArgs } from '../schema/generated/types.ts';
import { auditItem } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { checkText } from './shared/checks.ts';
import { internalError } from './shared/errors.ts';
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
  const written = transactWrite({
    items: [
      {
        putItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id: row.id },
          item: created,
          condition: { id: { attributeExists: false } },
        },
      },
      {
        putItem: {
          table: '__TABLE_memberships__',
          key: { email, organizationId },
          item: { identityId: row.id },
          condition: { email: { attributeExists: false } },
        },
      },
    ],
  });
  const audit = auditItem(ctx, { targetType: 'Identity', targetId: row.id, details: { name, role } });
  return { ...written, transactItems: [...written.transactItems, audit] };
}

/** Answers the identity as it was written, for the step that gives it a secret. */
export function response(ctx: Context<MutationCreateServiceArgs, Stash>): IdentityRow {
  // The id is new, and the address follows from it: a condition that fails is no conflict with anybody.
  if (failedCondition(ctx)) internalError(ctx);
  return ctx.stash.created;
}
