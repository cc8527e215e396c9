import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryIdentityArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { checkDataSource, notFound } from './shared/errors.ts';
import { publicIdentity, type PublicIdentity } from './shared/identities.ts';
import type { IdentityRow } from './shared/rows.ts';

export function request(ctx: Context<QueryIdentityArgs>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkId('identity', ctx.args.id);
  return get<IdentityRow>({ key: { organizationId, id: ctx.args.id } });
}

export function response(ctx: Context<QueryIdentityArgs>): PublicIdentity {
  checkDataSource(ctx);
  if (!ctx.result) notFound('identity', ctx.args.id);
  return publicIdentity(ctx.result as IdentityRow);
}
