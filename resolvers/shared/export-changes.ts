import { util } from '@aws-appsync/utils';
import type { ExportStatus } from '../../schema/generated/types.ts';
import type { TransactItem } from './audit.ts';
import { exportKey } from './exports.ts';
import { markJob } from './jobs.ts';

/** The statuses of an export that is no longer under way. */
export const ENDED: ExportStatus[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'];

/** The part of a transaction that does what {@link markJob} does with an export. */
export function markExport(
  organizationId: string,
  id: string,
  changes: Record<string, string | number>,
  statuses: ExportStatus[],
): TransactItem {
  return {
    table: '__TABLE_exports__',
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues(exportKey(organizationId, id)),
    ...markJob(changes, statuses),
  };
}
