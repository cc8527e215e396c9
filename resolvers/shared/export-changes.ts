import { util } from '@aws-appsync/utils';
import { DUE_SHARDS } from '../../functions/shared/jobs/due-shards.ts';
import type { ExportStatus } from '../../schema/generated/types.ts';
import type { TransactItem } from './export-ledger.ts';
import { exportKey } from './exports.ts';

/** The statuses of an export that is no longer under way. */
export const ENDED: ExportStatus[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'];

/**
 * The part of a transaction that sets `changes` in an export that has one of `statuses` and has not been deleted, and calls the worker to it at once.
 * The version is no condition: the worker changes it all the time.
 */
export function markExport(
  organizationId: string,
  id: string,
  changes: Record<string, string | number>,
  statuses: ExportStatus[],
): TransactItem {
  const now = util.time.nowISO8601();
  const names: Record<string, string> = {};
  const values: Record<string, string | number> = { ':one': 1, ':shard': anyShard() };
  for (const [name, value] of Object.entries({ ...changes, updatedAt: now, dueAt: now })) {
    names[`#${name}`] = name;
    values[`:${name}`] = value;
  }
  const sets = Object.keys(names).map((placeholder) => `${placeholder} = ${placeholder.replace('#', ':')}`);
  const wanted: Record<string, string> = {};
  for (const status of statuses) wanted[`:is${status}`] = status;
  return {
    table: '__TABLE_exports__',
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues(exportKey(organizationId, id)),
    update: {
      expression: `SET ${sets.join(', ')}, #shard = if_not_exists(#shard, :shard) ADD #version :one`,
      expressionNames: { ...names, '#shard': 'shard', '#version': 'version' },
      expressionValues: util.dynamodb.toMapValues(values),
    },
    condition: {
      returnValuesOnConditionCheckFailure: true,
      expression: `#status IN (${Object.keys(wanted).join(', ')}) AND attribute_not_exists(#deletedAt)`,
      expressionNames: { '#status': 'status', '#deletedAt': 'deletedAt' },
      expressionValues: util.dynamodb.toMapValues(wanted),
    },
  };
}

/** A shard of the index `due`, at random, so that none gets all exports. */
export function anyShard(): string {
  return DUE_SHARDS[Math.floor(Math.random() * DUE_SHARDS.length)] ?? DUE_SHARDS[0];
}
