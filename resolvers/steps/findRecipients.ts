import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { batchGet } from '@aws-appsync/utils/dynamodb';
import type { MutationRequestExportArgs } from '../../schema/generated/types.ts';
import { EXPORT_LIMITS } from '../../schema/limits.ts';
import { batchItems } from '../shared/batch.ts';
import { organizationOf } from '../shared/caller.ts';
import { checkEachOnce, checkText } from '../shared/checks.ts';
import { invalid } from '../shared/errors.ts';
import type { IdentityRow, MembershipRow } from '../shared/rows.ts';

const TABLE = '__TABLE_memberships__';
/** Of an identity. DynamoDB would refuse a much longer one as a key. */
const LONGEST_ADDRESS = 254;

type WithPrevious = Context<MutationRequestExportArgs, Record<string, never>, { result: IdentityRow }>;

/**
 * Finds the identities of the addresses of `recipients` within the caller's organization, null where there is none, in their order. Without
 * addresses it is the caller, if a person.
 * @param ctx with the caller's identity as what the step before answered
 */
export function request(ctx: WithPrevious): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  const { recipients } = ctx.args.input;
  const caller = ctx.prev.result;
  if (!recipients) runtime.earlyReturn(caller.kind === 'PERSON' ? [caller.id] : []);
  if (recipients.length === 0) runtime.earlyReturn([]);
  if (recipients.length > EXPORT_LIMITS.recipients) {
    invalid(`recipients must have at most ${EXPORT_LIMITS.recipients} addresses; it has ${recipients.length}.`);
  }
  const addresses = recipients.map((each) => each.toLowerCase());
  checkEachOnce('recipients', addresses);
  for (const address of addresses) checkText('each of recipients', address, LONGEST_ADDRESS);
  const keys = addresses.map((email) => ({ email, organizationId }));
  return batchGet({ tables: { [TABLE]: { keys, consistentRead: true } } });
}

export function response(ctx: WithPrevious): (string | null)[] {
  const found: Record<string, string> = {};
  for (const membership of batchItems<MembershipRow>(ctx, TABLE)) {
    if (membership) found[membership.email] = membership.identityId;
  }
  return (ctx.args.input.recipients ?? []).map((address) => found[address.toLowerCase()] ?? null);
}
