import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { MutationDeleteIdentityArgs } from '../schema/generated/types.ts';
import { countAdministrators, lastAdministrator } from './shared/administrators.ts';
import { organizationOf } from './shared/caller.ts';
import { changedMeanwhile, isActiveAdministrator, publicIdentity, type PublicIdentity } from './shared/identities.ts';
import type { IdentityRow } from './shared/rows.ts';
import { endSubscriptions } from './shared/subscriptions.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  current: IdentityRow;
}

export function request(
  ctx: Context<MutationDeleteIdentityArgs, Stash, { result: IdentityRow }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const current = ctx.prev.result;
  ctx.stash.current = current;
  return transactWrite({
    items: [
      {
        deleteItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id },
          condition: { version: { eq: expectedVersion } },
        },
      },
      { deleteItem: { table: '__TABLE_memberships__', key: { email: current.email, organizationId } } },
      ...countAdministrators(organizationId, isActiveAdministrator(current), false),
    ],
  });
}

export function response(ctx: Context<MutationDeleteIdentityArgs, Stash>): PublicIdentity {
  const { current } = ctx.stash;
  const failed = failedCondition(ctx);
  if (failed?.index === 0) changedMeanwhile(failed.item, current.id);
  if (failed) lastAdministrator();
  endSubscriptions(current);
  return publicIdentity(current);
}
