import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { operations, transactWrite } from '@aws-appsync/utils/dynamodb';
import type { Membership, MutationSwitchOrganizationArgs } from '../schema/generated/types.ts';
import { organizationOf, subOf } from './shared/caller.ts';
import { notFound } from './shared/errors.ts';
import { auditedAs, publicMembership, type Standing } from './shared/memberships.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  chosen: Standing;
}

/** @param ctx with what the caller is bound to in that organization as what the step before answered */
export function request(
  ctx: Context<MutationSwitchOrganizationArgs, Stash, { result: Standing[] }>,
): DynamoDBTransactWriteItemsRequest {
  organizationOf(ctx);
  const sub = subOf(ctx);
  const { organizationId } = ctx.args;
  const [chosen] = ctx.prev.result;
  if (chosen?.identity.status !== 'ACTIVE' || chosen.identity.sub !== sub) notMember(organizationId);
  ctx.stash.chosen = chosen;
  const written = transactWrite({
    items: [
      {
        updateItem: {
          table: '__TABLE_accounts__',
          key: { sub, organizationId },
          update: { chosenAt: operations.replace(util.time.nowISO8601()) },
          condition: { identityId: { eq: chosen.identity.id } },
        },
      },
    ],
  });
  return auditedAs(ctx, written, chosen.identity);
}

export function response(ctx: Context<MutationSwitchOrganizationArgs, Stash>): Membership {
  if (failedCondition(ctx)) notMember(ctx.args.organizationId);
  return publicMembership(ctx, ctx.stash.chosen);
}

function notMember(organizationId: string): never {
  notFound('membership of yours in an organization', organizationId);
}
