import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { AddressStatus, IdentityStatus, Role, MutationUpdateIdentityArgs } from '../schema/generated/types.ts';
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
  const { id, expectedVersion, name, role, locale, status, mailStatus } = ctx.args.input;
  checkNotNull('name', name);
  checkNotNull('role', role);
  checkNotNull('locale', locale);
  checkNotNull('status', status);
  checkNotNull('mailStatus', mailStatus);
  checkText('name', name, 200);
  const current = ctx.prev.result;
  const now = util.time.nowISO8601();
  const updated: IdentityRow = {
    ...afterMail(current, mailStatus, now),
    name: name ?? current.name,
    role: role ?? current.role,
    locale: locale ?? current.locale,
    status: statusAfter(current, status),
    updatedAt: now,
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
          condition: { version: { eq: expectedVersion }, ...mailIsAsIn(current) },
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

/** The row with its mark of a mail that did not arrive taken back, if that is asked for. */
function afterMail(current: IdentityRow, asked: AddressStatus | null | undefined, now: string): IdentityRow {
  if (!asked || asked === (current.mailStatus ?? 'DELIVERABLE')) return current;
  if (asked !== 'DELIVERABLE') invalid(`mailStatus cannot be set to ${asked}: that is the mail service's to say.`);
  const { mailStatus: _mailStatus, mailStatusAt: _mailStatusAt, ...unmarked } = current;
  return { ...unmarked, mailClearedAt: now };
}

/** The condition that no mail has bounced since `current` was read: that does not count the version up, and the whole row is to be written. */
function mailIsAsIn({ mailStatus, mailStatusAt }: IdentityRow): object {
  if (!mailStatus) return { mailStatus: { attributeExists: false } };
  return { mailStatus: { eq: mailStatus }, mailStatusAt: { eq: mailStatusAt } };
}
