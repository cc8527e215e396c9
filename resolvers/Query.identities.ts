import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { QueryIdentitiesArgs } from '../schema/generated/types.ts';
import { publicIdentity, type PublicIdentity } from './shared/identities.ts';
import { answeredPage, requestPage, type Page } from './shared/list.ts';
import type { IdentityRow } from './shared/rows.ts';

export function request(ctx: Context<QueryIdentitiesArgs>): DynamoDBQueryRequest {
  return requestPage(ctx);
}

export function response(ctx: Context<QueryIdentitiesArgs>): Page<PublicIdentity> {
  const { items, nextToken } = answeredPage(ctx);
  return { items: items.map((row) => publicIdentity(row as IdentityRow)), nextToken };
}
