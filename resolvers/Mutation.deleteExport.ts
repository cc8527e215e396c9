import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationDeleteExportArgs } from '../schema/generated/types.ts';
import { auditItem } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { notFound } from './shared/errors.ts';
import { ENDED, markExport } from './shared/export-changes.ts';
import { countRunning } from './shared/export-ledger.ts';
import { isThere, isUnderWay, UNDER_WAY, type PublicExport } from './shared/exports.ts';
import type { ExportRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  deleted: PublicExport;
}

/** @param ctx with the export as it is now, as the step before answered it: whether one that is under way ends decides what is counted */
export function request(
  ctx: Context<MutationDeleteExportArgs, Stash, { result: PublicExport }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, status } = ctx.prev.result;
  ctx.stash.deleted = ctx.prev.result;
  const changes = { deletedAt: util.time.nowISO8601() };
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      ...(isUnderWay(status)
        ? [markExport(organizationId, id, changes, UNDER_WAY), countRunning(organizationId, -1)]
        : [markExport(organizationId, id, changes, ENDED)]),
      auditItem(ctx, { targetType: 'Export', targetId: id }),
    ],
  };
}

export function response(ctx: Context<MutationDeleteExportArgs, Stash>): PublicExport {
  const { deleted } = ctx.stash;
  const failed = failedCondition(ctx);
  if (!failed) return deleted;
  if (!isThere(failed.item as ExportRow | null)) notFound('export', deleted.id);
  util.error('The export has ended at this very moment. It is still there: delete it again.', 'ConflictError');
}
