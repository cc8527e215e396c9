import {
  util,
  type AppSyncIdentityCognito,
  type Context,
  type DynamoDBTransactWriteItemsRequest,
} from '@aws-appsync/utils';
import {
  auditRemovedAt,
  type AuditActor,
  type AuditRow,
  type AuditTarget,
} from '../../functions/shared/audit/event.ts';
import { organizationOf } from './caller.ts';
import { timeOfUlid } from './ulid.ts';

/** A part of a transaction. Written out, for the helpers of AppSync's DynamoDB module count up only what is there already. */
export type TransactItem = DynamoDBTransactWriteItemsRequest['transactItems'][number];

/** What `requireActive` leaves behind: the caller, as they are now. */
export interface AuditStash {
  actor?: AuditActor;
}

interface Act {
  /** The organization that it was done in, where it is not that of the caller's token. */
  organizationId?: string;
  targetType: AuditTarget;
  targetId: string;
  /** What was asked for: the members that changed something, and never a secret. Long ones are cut. */
  details?: object;
}

/** Characters of a member of `details`: an event is to cost about as much as the change that it tells of. */
const LONGEST_DETAIL = 200;

/**
 * The audit event of a mutation. It goes into the mutation's own transaction, so that there is one exactly where there is the other.
 * @param ctx of a field whose first step is `requireActive`
 */
export function auditRow(ctx: Context, { organizationId, targetType, targetId, details }: Act): AuditRow {
  const { actor } = ctx.stash as AuditStash;
  if (!actor) util.unauthorized();
  const { sourceIp: addresses } = ctx.identity as AppSyncIdentityCognito;
  // Those before the last are what the caller says in `x-forwarded-for`, true or not. Source: AppSync, "Context reference", `sourceIp`.
  const sourceIp = addresses[addresses.length - 1];
  const id = util.autoUlid();
  // Of the id, so that who asks for a period by its times gets those that are of it.
  const time = timeOfUlid(id);
  const told = details ? shortened(details) : {};
  return {
    organizationId: organizationId ?? organizationOf(ctx),
    id,
    time: util.time.epochMilliSecondsToISO8601(time),
    action: ctx.info.fieldName,
    actor,
    targetType,
    targetId,
    ...(Object.keys(told).length > 0 ? { details: told } : {}),
    ...(sourceIp ? { sourceIp } : {}),
    removeAt: auditRemovedAt(time),
  };
}

/** The transaction with the audit event of what it does, as its last item: it has no condition, so that the places of those that have stay theirs. */
export function audited(
  ctx: Context,
  transaction: DynamoDBTransactWriteItemsRequest,
  act: Act,
): DynamoDBTransactWriteItemsRequest {
  return { ...transaction, transactItems: [...transaction.transactItems, auditItem(ctx, act)] };
}

/** {@link auditRow} as an item of a transaction that is written out. */
export function auditItem(ctx: Context, act: Act): TransactItem {
  const { organizationId, id, ...attributes } = auditRow(ctx, act);
  return {
    table: '__TABLE_auditEvents__',
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ organizationId, id }),
    attributeValues: util.dynamodb.toMapValues(attributes),
  };
}

/** `details` without what was left out; what is longer than {@link LONGEST_DETAIL} is the beginning of its text, or of its JSON. */
function shortened(details: object): Record<string, unknown> {
  const short: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(details)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
    if (text.length > LONGEST_DETAIL) short[member] = `${beginning(text)}…`;
    else if (value !== undefined) short[member] = value;
  }
  return short;
}

/** Without half of a character that takes two UTF-16 code units, which is no text. */
function beginning(text: string): string {
  const last = text.slice(LONGEST_DETAIL - 1, LONGEST_DETAIL);
  return text.slice(0, last >= '\uD800' && last <= '\uDBFF' ? LONGEST_DETAIL - 1 : LONGEST_DETAIL);
}
