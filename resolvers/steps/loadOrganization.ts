import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkDataSource } from '../shared/errors.ts';
import { organizationChanged } from '../shared/organizations.ts';
import type { OrganizationRow } from '../shared/rows.ts';

interface Arguments {
  input: { expectedVersion: number };
}

/**
 * Loads the caller's organization, which is to be changed: a transaction answers no row. The one that follows has the version as its condition, so that
 * nothing can come between.
 */
export function request(ctx: Context<Arguments>): DynamoDBGetItemRequest {
  return get<OrganizationRow>({ key: { id: organizationOf(ctx) }, consistentRead: true });
}

export function response(ctx: Context<Arguments>): OrganizationRow {
  checkDataSource(ctx);
  const organization = ctx.result as OrganizationRow | null;
  if (organization?.version !== ctx.args.input.expectedVersion) organizationChanged(organization, organizationOf(ctx));
  return organization;
}
