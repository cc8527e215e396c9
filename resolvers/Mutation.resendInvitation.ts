import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { operations, transactWrite } from '@aws-appsync/utils/dynamodb';
import type { MutationResendInvitationArgs } from '../schema/generated/types.ts';
import { INVITATION_LIMITS } from '../schema/limits.ts';
import { audited } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { limitExceeded } from './shared/errors.ts';
import { changedMeanwhile, publicIdentity, type PublicIdentity } from './shared/identities.ts';
import { checkInvited, newInvitation } from './shared/invitations.ts';
import type { IdentityRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  updated: IdentityRow;
}

/** @param ctx with the identity as what the step before answered */
export function request(
  ctx: Context<MutationResendInvitationArgs, Stash, { result: IdentityRow }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const current = ctx.prev.result;
  checkInvited(current);
  checkNotJustSent(current);
  const updated: IdentityRow = {
    ...current,
    invitation: newInvitation(),
    updatedAt: util.time.nowISO8601(),
    version: expectedVersion + 1,
  };
  ctx.stash.updated = updated;
  const written = transactWrite({
    items: [
      {
        updateItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id },
          update: {
            invitation: operations.replace(updated.invitation),
            updatedAt: operations.replace(updated.updatedAt),
            version: operations.increment(1),
          },
          condition: { version: { eq: expectedVersion } },
        },
      },
    ],
  });
  return audited(ctx, written, { targetType: 'Identity', targetId: id, details: { email: current.email } });
}

export function response(ctx: Context<MutationResendInvitationArgs, Stash>): PublicIdentity {
  const failed = failedCondition(ctx);
  if (failed) changedMeanwhile(failed.item, ctx.args.input.id);
  return publicIdentity(ctx.stash.updated);
}

/** Nobody can have somebody else's mailbox filled. */
function checkNotJustSent({ invitation }: IdentityRow): void {
  if (!invitation) return;
  const earliest =
    util.time.parseISO8601ToEpochMilliSeconds(invitation.sentAt) + INVITATION_LIMITS.secondsBetween * 1000;
  if (util.time.nowEpochMilliSeconds() >= earliest) return;
  limitExceeded(
    `An invitation is sent at most once in ${INVITATION_LIMITS.secondsBetween} seconds: ask again from ${util.time.epochMilliSecondsToISO8601(earliest)} on.`,
  );
}
