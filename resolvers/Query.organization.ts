import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from './shared/caller.ts';
import { checkDataSource, notFound } from './shared/errors.ts';
import { publicOrganization, type PublicOrganization } from './shared/organizations.ts';
import type { OrganizationRow } from './shared/rows.ts';

export function request(ctx: Context): DynamoDBGetItemRequest {
  return get<OrganizationRow>({ key: { id: organizationOf(ctx) } });
}

export function response(ctx: Context): PublicOrganization {
  checkDataSource(ctx);
  if (!ctx.result) notFound('organization', organizationOf(ctx));
  return publicOrganization(ctx.result as OrganizationRow);
}
