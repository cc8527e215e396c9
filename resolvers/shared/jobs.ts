import { util } from '@aws-appsync/utils';
import { DUE_SHARDS } from '../../functions/shared/jobs/due-shards.ts';
import type { TransactItem } from './audit.ts';

/** What an item of a transaction does, beside its table and key. */
type Change = Pick<Extract<TransactItem, { operation: 'UpdateItem' }>, 'update' | 'condition'>;

/**
 * Sets `changes` in the row of a job that has one of `statuses` and has not been deleted, and calls the worker to it at once. The version is no
 * condition: the worker changes it all the time.
 */
export function markJob(changes: Record<string, unknown>, statuses: string[]): Required<Change> {
  const now = util.time.nowISO8601();
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = { ':one': 1, ':shard': anyShard() };
  for (const [name, value] of Object.entries({ ...changes, updatedAt: now, dueAt: now })) {
    names[`#${name}`] = name;
    values[`:${name}`] = value;
  }
  const sets = Object.keys(names).map((placeholder) => `${placeholder} = ${placeholder.replace('#', ':')}`);
  const wanted: Record<string, string> = {};
  for (const status of statuses) wanted[`:is${status}`] = status;
  return {
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

/** Counts a job more or less in the ledger that has not ended; more only where there are fewer than `atOnce`. */
export function countJob(by: 1 | -1, atOnce: number): Change {
  const update = {
    expression: 'ADD #count :by',
    expressionNames: { '#count': 'count' },
    expressionValues: util.dynamodb.toMapValues({ ':by': by }),
  };
  if (by < 0) return { update };
  return {
    update,
    condition: {
      returnValuesOnConditionCheckFailure: true,
      expression: 'attribute_not_exists(#count) OR #count < :atOnce',
      expressionNames: { '#count': 'count' },
      expressionValues: util.dynamodb.toMapValues({ ':atOnce': atOnce }),
    },
  };
}

/** A shard of the index `due`, at random, so that none gets all jobs. */
export function anyShard(): string {
  return DUE_SHARDS[Math.floor(Math.random() * DUE_SHARDS.length)] ?? DUE_SHARDS[0];
}
