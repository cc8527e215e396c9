import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationCancelExportArgs } from '../schema/generated/types.ts';
import { EXPORT_LIMITS } from '../schema/limits.ts';
import { auditItem } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { invalid, notFound } from './shared/errors.ts';
import { markExport } from './shared/export-changes.ts';
import { countRunning } from './shared/export-ledger.ts';
import { isThere, publicExport, UNDER_WAY } from './shared/exports.ts';
import type { ExportRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

export function request(ctx: Context<MutationCancelExportArgs>): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id } = ctx.args;
  checkId('export', id);
  const removeAt = util.time.nowEpochSeconds() + EXPORT_LIMITS.daysListed * 86_400;
  const changes = { status: 'CANCELLED', endedAt: util.time.nowISO8601(), removeAt };
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      markExport(organizationId, id, changes, UNDER_WAY),
      countRunning(organizationId, -1),
      auditItem(ctx, { targetType: 'Export', targetId: id }),
    ],
  };
}

/** An export that is cancelled already is as it was asked for: somebody asks again who did not get the answer. */
export function response(ctx: Context<MutationCancelExportArgs>): null {
  const failed = failedCondition(ctx);
  if (!failed) return null;
  const row = failed.item as ExportRow | null;
  if (!isThere(row)) notFound('export', ctx.args.id);
  const { status } = publicExport(row);
  if (status !== 'CANCELLED') {
    invalid(`The export has ended already: it is ${status}. Only one that is QUEUED or RUNNING can be cancelled.`);
  }
  return null;
}
