import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { MutationUpdateOrganizationArgs } from '../schema/generated/types.ts';
import { audited } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { changesOf } from './shared/changes.ts';
import { checkText } from './shared/checks.ts';
import { organizationChanged, publicOrganization, type PublicOrganization } from './shared/organizations.ts';
import type { OrganizationRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  updated: OrganizationRow;
}

/** @param ctx with the organization as it is now, as the step before answered it */
export function request(
  ctx: Context<MutationUpdateOrganizationArgs, Stash, { result: OrganizationRow }>,
): DynamoDBTransactWriteItemsRequest {
  const id = organizationOf(ctx);
  const { input } = ctx.args;
  checkText('name', input.name, 200);
  const { update, changed, details } = changesOf(ctx.prev.result, input, ['name']);
  ctx.stash.updated = changed;
  const transaction = transactWrite({
    items: [
      {
        updateItem: {
          table: '__TABLE_organizations__',
          key: { id },
          update,
          condition: { version: { eq: input.expectedVersion } },
        },
      },
    ],
  });
  return audited(ctx, transaction, { targetType: 'Organization', targetId: id, details });
}

export function response(ctx: Context<MutationUpdateOrganizationArgs, Stash>): PublicOrganization {
  const failed = failedCondition(ctx);
  if (failed) organizationChanged(failed.item, organizationOf(ctx));
  return publicOrganization(ctx.stash.updated);
}
