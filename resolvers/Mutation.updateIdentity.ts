import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { MutationUpdateIdentityArgs, Role } from '../schema/generated/types.ts';
import { countAdministrators, lastAdministrator } from './shared/administrators.ts';
import { audited } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { checkNotNull, checkText } from './shared/checks.ts';
import { changedMeanwhile, isActiveAdministrator, publicIdentity, type PublicIdentity } from './shared/identities.ts';
import { identityChange } from './shared/identity-change.ts';
import type { IdentityRow } from './shared/rows.ts';
import { endExportSubscriptions, endSubscriptions } from './shared/subscriptions.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  formerRole: Role;
  updated: IdentityRow;
}

export function request(
  ctx: Context<MutationUpdateIdentityArgs, Stash, { result: IdentityRow }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion, name, role, locale, status, mailStatus } = ctx.args.input;
  checkNotNull('name', name);
  checkNotNull('role', role);
  checkNotNull('locale', locale);
  checkNotNull('status', status);
  checkNotNull('mailStatus', mailStatus);
  checkText('name', name, 200);
  const current = ctx.prev.result;
  const { updated, update, condition, details } = identityChange(current, ctx.args.input);
  ctx.stash.formerRole = current.role;
  ctx.stash.updated = updated;
  const written = transactWrite({
    items: [
      {
        updateItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id },
          update,
          condition: { version: { eq: expectedVersion }, ...condition },
        },
      },
      ...countAdministrators(organizationId, isActiveAdministrator(current), isActiveAdministrator(updated)),
    ],
  });
  return audited(ctx, written, { targetType: 'Identity', targetId: id, details });
}

export function response(ctx: Context<MutationUpdateIdentityArgs, Stash>): PublicIdentity {
  const failed = failedCondition(ctx);
  if (failed?.index === 0) changedMeanwhile(failed.item, ctx.args.input.id);
  if (failed) lastAdministrator();
  const { formerRole, updated } = ctx.stash;
  if (updated.status === 'SUSPENDED') endSubscriptions(updated);
  else if (updated.role !== formerRole) endExportSubscriptions(updated);
  return publicIdentity(updated);
}
