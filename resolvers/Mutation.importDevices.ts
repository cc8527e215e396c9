import { runtime, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationImportDevicesArgs } from '../schema/generated/types.ts';
import { auditItem, auditRow } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { markImport, type PublicImport } from './shared/imports.ts';
import { failedCondition } from './shared/transaction.ts';
import type { UploadStash } from './steps/requireUpload.ts';

type WithPrevious = Context<MutationImportDevicesArgs, UploadStash, { result: PublicImport }>;

/** @param ctx with the import as it was loaded, and in the stash whether its file is missing */
export function request(ctx: WithPrevious): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, status } = ctx.prev.result;
  if (status !== 'AWAITING_FILE' || ctx.stash.isUploadMissing) runtime.earlyReturn(ctx.prev.result);
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
