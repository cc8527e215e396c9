import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { operations, transactWrite } from '@aws-appsync/utils/dynamodb';
import type { Membership, MutationAcceptInvitationArgs } from '../schema/generated/types.ts';
import { countAdministrators } from './shared/administrators.ts';
import { organizationOf, subOf, verifiedEmailOf } from './shared/caller.ts';
import { notFound } from './shared/errors.ts';
import { isActiveAdministrator } from './shared/identities.ts';
import { canBeAccepted } from './shared/invitations.ts';
import { auditedAs, publicMembership, type Standing } from './shared/memberships.ts';
import type { IdentityRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  joined: Standing;
}

/** Tokens stay of the organization that they are of, until `switchOrganization` chooses this one. */
const NEVER_CHOSEN = '1970-01-01T00:00:00.000Z';

/** @param ctx with what has the caller's address in that organization as what the step before answered */
export function request(
  ctx: Context<MutationAcceptInvitationArgs, Stash, { result: Standing[] }>,
): DynamoDBTransactWriteItemsRequest {
  organizationOf(ctx);
  const sub = subOf(ctx);
  const { organizationId } = ctx.args;
  const [invited] = ctx.prev.result;
  if (invited?.identity.email !== verifiedEmailOf(ctx) || !canBeAccepted(invited.identity)) {
    notInvited(organizationId);
  }
  const { identity, organization } = invited;
  const joined: IdentityRow = { ...identity, status: 'ACTIVE' };
  ctx.stash.joined = { identity: joined, organization };
  const written = transactWrite({
    items: [
      {
        updateItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id: identity.id },
          update: {
            status: operations.replace('ACTIVE'),
            sub: operations.replace(sub),
            invitation: operations.remove(),
            updatedAt: operations.replace(util.time.nowISO8601()),
            version: operations.increment(1),
          },
          // Nothing of what was looked at has changed since.
          condition: { version: { eq: identity.version }, sub: { attributeExists: false } },
        },
      },
      {
        putItem: {
          table: '__TABLE_accounts__',
          key: { sub, organizationId },
          item: { identityId: identity.id, chosenAt: NEVER_CHOSEN },
          condition: { sub: { attributeExists: false } },
        },
      },
      ...countAdministrators(organizationId, false, isActiveAdministrator(joined)),
    ],
  });
  return auditedAs(ctx, written, joined);
}

export function response(ctx: Context<MutationAcceptInvitationArgs, Stash>): Membership {
  const failed = failedCondition(ctx);
  if (failed?.index === 1) {
    util.error('You are a member of that organization already, with another e-mail address.', 'ConflictError');
  }
  if (failed) util.error('The invitation has been changed at this very moment: ask again.', 'ConflictError');
  return publicMembership(ctx, ctx.stash.joined);
}

function notInvited(organizationId: string): never {
  notFound('invitation to you of an organization', organizationId);
}
