import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { IdentityStatus, Role, MutationUpdateIdentityArgs } from '../schema/generated/types.ts';
import { countAdministrators, lastAdministrator } from './shared/administrators.ts';
import { organizationOf } from './shared/caller.ts';
import { checkNotNull, checkText } from './shared/checks.ts';
import { invalid } from './shared/errors.ts';
import { changedMeanwhile, isActiveAdministrator, publicIdentity, type PublicIdentity } from './shared/identities.ts';
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
  const { id, expectedVersion, name, role, locale, status } = ctx.args.input;
  checkNotNull('name', name);
  checkNotNull('role', role);
  checkNotNull('locale', locale);
  checkNotNull('status', status);
  checkText('name', name, 200);
  const current = ctx.prev.result;
  const updated: IdentityRow = {
    ...current,
    name: name ?? current.name,
    role: role ?? current.role,
    locale: locale ?? current.locale,
    status: statusAfter(current, status),
    updatedAt: util.time.nowISO8601(),
    version: expectedVersion + 1,
  };
  ctx.stash.formerRole = current.role;
  ctx.stash.updated = updated;
  return transactWrite({
    items: [
      {
        // The whole row: a transaction answers no new item, and the condition says that `current` is what is there.
        putItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id },
          item: updated,
          condition: { version: { eq: expectedVersion } },
        },
      },
      ...countAdministrators(organizationId, isActiveAdministrator(current), isActiveAdministrator(updated)),
    ],
  });
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

/** Lifting the suspension of somebody who never signed in makes them INVITED again: there is no Cognito user to be active. */
function statusAfter(current: IdentityRow, asked: IdentityStatus | null | undefined): IdentityStatus {
  if (!asked || asked === current.status) return current.status;
  if (asked === 'INVITED')
    invalid('status cannot be set to INVITED: it is what a new identity has until the first sign-in.');
  if (asked === 'SUSPENDED') return 'SUSPENDED';
  if (current.status === 'INVITED')
    invalid('status becomes ACTIVE by itself when the person signs in for the first time.');
  return current.sub ? 'ACTIVE' : 'INVITED';
}
