import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { batchGet } from '@aws-appsync/utils/dynamodb';
import type { MutationRequestExportArgs } from '../../schema/generated/types.ts';
import { batchItems } from '../shared/batch.ts';
import { organizationOf } from '../shared/caller.ts';
import { invalid } from '../shared/errors.ts';
import type { IdentityRow } from '../shared/rows.ts';

const TABLE = '__TABLE_identities__';

type WithPrevious = Context<MutationRequestExportArgs, Record<string, never>, { result: (string | null)[] }>;

/**
 * Ends with a ValidationError unless every recipient is an active person of the caller's organization. It does not tell whether a refused address is of
 * another organization, of a service, of a suspended identity or of nobody.
 * @param ctx with what `findRecipients` answered
 */
export function request(ctx: WithPrevious): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  const found = ctx.prev.result;
  if (found.length === 0) runtime.earlyReturn([]);
  const keys = found.flatMap((id) => (id ? [{ organizationId, id }] : []));
  if (keys.length === 0) refuse(ctx.args.input.recipients ?? []);
  return batchGet({ tables: { [TABLE]: { keys, consistentRead: true } } });
}

/** Answers the recipients' identity ids. */
export function response(ctx: WithPrevious): string[] {
  // The address of a service takes no mail.
  const active = batchItems<IdentityRow>(ctx, TABLE).flatMap((row) =>
    row?.status === 'ACTIVE' && row.kind === 'PERSON' ? [row.id] : [],
  );
  const found = ctx.prev.result;
  const refused = (ctx.args.input.recipients ?? []).filter((_, index) => active.indexOf(found[index] ?? '') < 0);
  if (refused.length > 0) refuse(refused);
  return active;
}

function refuse(addresses: string[]): never {
  invalid(
    `recipients must be addresses of active people of your organization, which these are not: ${addresses.join(', ')}.`,
  );
}
