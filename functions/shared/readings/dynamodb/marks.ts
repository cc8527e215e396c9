import { createHash } from 'node:crypto';
import type { Hour, Slot } from './keys.ts';
import { markKey } from './keys.ts';
import { dueAt } from './slots.ts';
import type { Item } from './table.ts';

/** The sparse index of the marks. */
export const DUE_INDEX = 'due';

/** Over how many partitions of the index marks are spread: each takes 1,000 a second. Source: DynamoDB Developer Guide, "Partitions". */
const SHARDS = 16;

/** The partitions of the index. */
export const DUE_SHARDS: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => shardName(shard));

/** Says that an hour has runs, written in a slot, that are to be merged. It never expires: only who has merged them deletes it. */
export function markItem(pk: string, hour: Hour, slot: Slot): Item {
  return {
    pk: { S: pk },
    sk: { S: markKey(hour, slot) },
    due: { S: shardOf(pk) },
    dueAt: { N: dueAt(hour, slot).toString() },
  };
}

function shardOf(pk: string): string {
  return shardName(createHash('sha256').update(pk).digest().readUInt8(0) % SHARDS);
}

function shardName(shard: number): string {
  return shard.toString().padStart(2, '0');
}
