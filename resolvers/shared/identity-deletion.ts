import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { DeleteIdentityInput } from '../../schema/generated/types.ts';
import { countAdministrators, lastAdministrator } from './administrators.ts';
import { audited } from './audit.ts';
import { organizationOf } from './caller.ts';
import { changedMeanwhile, isActiveAdministrator, publicIdentity, type PublicIdentity } from './identities.ts';
import type { IdentityRow } from './rows.ts';
import { endSubscriptions } from './subscriptions.ts';
import { failedCondition } from './transaction.ts';

/** A field that deletes an identity, after `loadIdentity`. */
export type DeletionContext = Context<
  { input: DeleteIdentityInput },
  { current: IdentityRow },
  { result: IdentityRow }
>;

/** Deletes the identity that was loaded, and all that stands for it. */
export function requestDeletion(ctx: DeletionContext): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const current = ctx.prev.result;
  ctx.stash.current = current;
  const { email, sub } = current;
  const written = transactWrite({
    items: [
      {
        deleteItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id },
          condition: { version: { eq: expectedVersion } },
        },
      },
      { deleteItem: { table: '__TABLE_memberships__', key: { email, organizationId } } },
      // Bound or not is of the version: nobody can have been bound since it was loaded.
      ...(sub ? [{ deleteItem: { table: '__TABLE_accounts__', key: { sub, organizationId } } }] : []),
      ...countAdministrators(organizationId, isActiveAdministrator(current), false),
    ],
  });
  const { name, role } = current;
  return audited(ctx, written, { targetType: 'Identity', targetId: id, details: { name, email, role } });
}

/** Answers the identity as it was, or why it was not deleted. */
export function answerDeletion(ctx: DeletionContext): PublicIdentity {
  const { current } = ctx.stash;
  const failed = failedCondition(ctx);
  if (failed?.index === 0) changedMeanwhile(failed.item, current.id);
  if (failed) lastAdministrator();
  endSubscriptions(current);
  return publicIdentity(current);
}
