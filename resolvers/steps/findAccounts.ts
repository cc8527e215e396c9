import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';
import { organizationOf, subOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { checkDataSource } from '../shared/errors.ts';
import { MOST_ORGANIZATIONS, type Found } from '../shared/memberships.ts';
import type { AccountRow } from '../shared/rows.ts';

interface Arguments {
  organizationId?: string;
}

/** What the step leaves for `findInvitations`. */
export interface AccountsStash {
  /** The organizations that the caller is bound in. */
  joined?: string[];
}

/** Finds the identities that the caller is bound to; with the argument `organizationId` the one of that organization. The key has the caller's own `sub`. */
export function request(ctx: Context<Arguments>): DynamoDBQueryRequest {
  organizationOf(ctx);
  const sub = subOf(ctx);
  const { organizationId } = ctx.args;
  if (organizationId !== undefined) checkId('membership of yours in an organization', organizationId);
  return query<AccountRow>({
    query: { sub: { eq: sub }, ...(organizationId === undefined ? {} : { organizationId: { eq: organizationId } }) },
    limit: MOST_ORGANIZATIONS,
    consistentRead: true,
  });
}

export function response(ctx: Context<Arguments, AccountsStash>): Found[] {
  checkDataSource(ctx);
  const { items } = ctx.result as { items: AccountRow[] };
  ctx.stash.joined = items.map(({ organizationId }) => organizationId);
  return items.map(({ organizationId, identityId }) => ({ organizationId, identityId }));
}
