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
  /** What was asked for: the members that changed something, and never a secret. */
  details?: object;
}

/**
 * The audit event of a mutation. It goes into the mutation's own transaction, so that there is one exactly where there is the other.
 * @param ctx of a field whose first step is `requireActive`
 */
export function auditRow(ctx: Context, { organizationId, targetType, targetId, details }: Act): AuditRow {
  const { actor } = ctx.stash as AuditStash;
  if (!actor) util.unauthorized();
  const sourceIp = (ctx.identity as AppSyncIdentityCognito).sourceIp?.[0];
  return {
    organizationId: organizationId ?? organizationOf(ctx),
    id: util.autoUlid(),
    time: util.time.nowISO8601(),
    action: ctx.info.fieldName,
    actor,
    targetType,
    targetId,
    ...(details ? { details: details as Record<string, unknown> } : {}),
    ...(sourceIp ? { sourceIp } : {}),
    removeAt: auditRemovedAt(util.time.nowEpochSeconds()),
  };
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
