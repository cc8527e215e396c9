import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationCancelDeviceImportArgs } from '../schema/generated/types.ts';
import { auditItem } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { invalid, notFound } from './shared/errors.ts';
import { countImports, markImport, UNENDED } from './shared/imports.ts';
import type { ImportRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

export function request(ctx: Context<MutationCancelDeviceImportArgs>): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id } = ctx.args;
  checkId('import', id);
  const changes = { status: 'CANCELLED', endedAt: util.time.nowISO8601() };
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      markImport(organizationId, id, changes, UNENDED),
      countImports(organizationId, -1),
      auditItem(ctx, { targetType: 'DeviceImport', targetId: id }),
    ],
  };
}

/** An import that is cancelled already is as it was asked for: somebody asks again who did not get the answer. */
export function response(ctx: Context<MutationCancelDeviceImportArgs>): null {
  const failed = failedCondition(ctx);
  if (!failed) return null;
  const row = failed.item as ImportRow | null;
  if (!row) notFound('import', ctx.args.id);
  if (row.status !== 'CANCELLED') {
    invalid(`The import has ended already: it is ${row.status}. Only one that has not ended can be cancelled.`);
  }
  return null;
}
