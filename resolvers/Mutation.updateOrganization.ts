import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { update } from '@aws-appsync/utils/dynamodb';
import type { MutationUpdateOrganizationArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { changesOf } from './shared/changes.ts';
import { checkText } from './shared/checks.ts';
import { conflict, otherVersion } from './shared/errors.ts';
import { publicOrganization, type PublicOrganization } from './shared/organizations.ts';
import type { OrganizationRow } from './shared/rows.ts';

export function request(ctx: Context<MutationUpdateOrganizationArgs>): DynamoDBUpdateItemRequest {
  const id = organizationOf(ctx);
  const { input } = ctx.args;
  checkText('name', input.name, 200);
  return update<OrganizationRow>({
    key: { id },
    condition: { version: { eq: input.expectedVersion } },
    update: changesOf(input, ['name']),
  });
}

export function response(ctx: Context<MutationUpdateOrganizationArgs>): PublicOrganization {
  const current = otherVersion(ctx, 'organization', organizationOf(ctx)) as OrganizationRow | null;
  if (current) conflict('organization', publicOrganization(current));
  return publicOrganization(ctx.result as OrganizationRow);
}
