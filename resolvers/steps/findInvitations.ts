import { runtime, type Context, type DynamoDBQueryRequest } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';
import { isServiceAddress } from '../../functions/shared/names.ts';
import { organizationOf, verifiedEmailOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { checkDataSource } from '../shared/errors.ts';
import { MOST_ORGANIZATIONS, type Found } from '../shared/memberships.ts';
import type { MembershipRow } from '../shared/rows.ts';
import type { AccountsStash } from './findAccounts.ts';

interface Arguments {
  organizationId?: string;
}

/**
 * Finds the identities that have the caller's e-mail address; with the argument `organizationId` the one of that organization. The key has the address
 * that the pool has verified, so that nobody learns of an invitation to another one. After `findAccounts`, none of an organization that the caller is in.
 */
export function request(ctx: Context<Arguments>): DynamoDBQueryRequest {
  organizationOf(ctx);
  const email = verifiedEmailOf(ctx);
  const { organizationId } = ctx.args;
  if (organizationId !== undefined) checkId('invitation to you of an organization', organizationId);
  if (isServiceAddress(email)) runtime.earlyReturn([]);
  return query<MembershipRow>({
    query: {
      email: { eq: email },
      ...(organizationId === undefined ? {} : { organizationId: { eq: organizationId } }),
    },
    limit: MOST_ORGANIZATIONS,
    consistentRead: true,
  });
}

export function response(ctx: Context<Arguments, AccountsStash>): Found[] {
  checkDataSource(ctx);
  const { items } = ctx.result as { items: MembershipRow[] };
  const joined = ctx.stash.joined ?? [];
  return items.flatMap(({ organizationId, identityId }) =>
    joined.indexOf(organizationId) < 0 ? [{ organizationId, identityId }] : [],
  );
}
