import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { batchGet } from '@aws-appsync/utils/dynamodb';
import { batchItems } from '../shared/batch.ts';
import { organizationOf } from '../shared/caller.ts';
import type { Found, Standing } from '../shared/memberships.ts';
import type { IdentityRow, OrganizationRow } from '../shared/rows.ts';

const IDENTITIES = '__TABLE_identities__';
const ORGANIZATIONS = '__TABLE_organizations__';

type WithPrevious = Context<unknown, Record<string, never>, { result: Found[] }>;

/** Loads the identities that the step before found, and their organizations, as they are now. Those that are gone are left out. */
export function request(ctx: WithPrevious): DynamoDBBatchGetItemRequest {
  organizationOf(ctx);
  const found = ctx.prev.result;
  if (found.length === 0) runtime.earlyReturn([]);
  return batchGet({
    tables: {
      [IDENTITIES]: {
        keys: found.map(({ organizationId, identityId }) => ({ organizationId, id: identityId })),
        consistentRead: true,
      },
      [ORGANIZATIONS]: { keys: found.map(({ organizationId }) => ({ id: organizationId })), consistentRead: true },
    },
  });
}

export function response(ctx: WithPrevious): Standing[] {
  const organizations: Record<string, OrganizationRow> = {};
  for (const row of batchItems<OrganizationRow>(ctx, ORGANIZATIONS)) {
    if (row) organizations[row.id] = row;
  }
  return batchItems<IdentityRow>(ctx, IDENTITIES).flatMap((identity) => {
    const organization = identity ? organizations[identity.organizationId] : undefined;
    return identity && organization ? [{ identity, organization }] : [];
  });
}
