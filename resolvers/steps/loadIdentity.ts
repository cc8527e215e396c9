import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { checkDataSource, conflict, notFound } from '../shared/errors.ts';
import type { IdentityRow } from '../shared/rows.ts';
import { errorData } from '../shared/services.ts';

interface Arguments {
  input: { id: string; expectedVersion: number };
}

/**
 * Loads the identity that a change is about: what the change does to the count of active administrators depends on what it is now. The
 * transaction that follows has the version as its condition, so that nothing can come between.
 */
export function request(ctx: Context<Arguments>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  const { id } = ctx.args.input;
  checkId('identity', id);
  return get<IdentityRow>({ key: { organizationId, id }, consistentRead: true });
}

export function response(ctx: Context<Arguments>): IdentityRow {
  checkDataSource(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const identity = ctx.result as IdentityRow | null;
  if (!identity) notFound('identity', id);
  if (identity.version !== expectedVersion) conflict('identity', identity, errorData(ctx, identity));
  return identity;
}
