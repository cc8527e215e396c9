import { runtime, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationImportDevicesArgs } from '../schema/generated/types.ts';
import { auditItem, auditRow } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { markImport, type PublicImport } from './shared/imports.ts';
import { failedCondition } from './shared/transaction.ts';

type WithPrevious = Context<MutationImportDevicesArgs, Record<string, never>, { result: PublicImport }>;

/** @param ctx with the import as it was loaded; its file is there where it is AWAITING_FILE */
export function request(ctx: WithPrevious): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, status } = ctx.prev.result;
  if (status !== 'AWAITING_FILE') runtime.earlyReturn(ctx.prev.result);
  const act = { targetType: 'DeviceImport' as const, targetId: id };
  // The events of the devices will say the same of who made them, and from where.
  const { actor: begunBy, sourceIp } = auditRow(ctx, act);
  const changes = { status: 'QUEUED', begunBy, ...(sourceIp ? { sourceIp } : {}) };
  return {
    operation: 'TransactWriteItems',
    transactItems: [markImport(organizationId, id, changes, ['AWAITING_FILE']), auditItem(ctx, act)],
  };
}

/** One that somebody else has begun, or cancelled, at this very moment is answered as it is. */
export function response(ctx: WithPrevious): PublicImport {
  failedCondition(ctx);
  return ctx.prev.result;
}
