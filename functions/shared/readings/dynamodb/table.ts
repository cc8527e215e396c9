import type { AttributeValue, ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite } from './batch-write.ts';
import type { ItemKey, KeyRange } from './keys.ts';
import { findPartitionAfter, findPresent, queryDueMarks, queryRange } from './table-reads.ts';
import { putIfNewer, putIfVersion } from './table-writes.ts';

export type Item = Record<string, AttributeValue>;

export interface RangeQuery extends KeyRange {
  /** The partition. */
  pk: string;
  descending?: boolean;
  /** How many items a page has at most; as many as 1 MB holds unless given. */
  pageSize?: number;
}

/** The summary of one hour, for the item of its day. */
export interface HourSummary {
  hourOfDay: number;
  bytes: Uint8Array;
  version: number;
  /** When the item's time is over, in s since 1970. */
  expires: number;
}

/** What the adapter asks of the table of readings. Each rejects with the SDK's error, or with the signal's reason. */
export interface ReadingsTable {
  /** The items of a range, page after page, each read consistently when it is asked for. Those whose time is over are left out. */
  query(range: RangeQuery, signal: AbortSignal): AsyncIterable<Item[]>;
  /**
   * Puts items, any number, each of another key, in place of one with the same key. Retries what the service did not process. Never rejects.
   * @returns by index, those of which it is not known that they were written, each with the cause
   */
  putAll(items: readonly Item[], signal: AbortSignal): Promise<Map<number, Error>>;
  /**
   * Which of some items are there, by index: any number of keys, each another one. Reads what was written a moment ago perhaps not yet, at a tenth of the
   * price of a write. Leaves out what the service did not process.
   */
  present(keys: readonly ItemKey[], signal: AbortSignal): Promise<Set<number>>;
  /** Deletes items, any number, each of another key. Harmless where there are none. Rejects unless all are gone. */
  deleteAll(keys: readonly ItemKey[], signal: AbortSignal): Promise<void>;
  /** Puts an item if the one with its key has this `version`, or there is none where it is null. @returns whether it did */
  putVersion(item: Item, version: number | null, signal: AbortSignal): Promise<boolean>;
  /**
   * Sets the summary of one hour in the item of its day, which is made where there is none, if the one that is there has a lower `version` or none.
   * @returns whether it did
   */
  putSummary(key: ItemKey, summary: HourSummary, signal: AbortSignal): Promise<boolean>;
  /** The keys of the marks of a shard of the index whose time to be merged has come, oldest first. @param before in ms since 1970 */
  dueMarks(shard: string, before: number, signal: AbortSignal): AsyncIterable<ItemKey[]>;
  /** The partition that follows another one, in no order that means anything; the first after null. Null after the last one. */
  partitionAfter(pk: string | null, signal: AbortSignal): Promise<string | null>;
}

export interface TableOptions {
  /** Retries what was throttled, refused by a broken server or cut off; `clientOptions` says how often. */
  client: DynamoDBClient;
  name: string;
  /** ms since 1970: what expired before it is left out. */
  clock: () => number;
  /** Told, once a request, what it consumed. */
  onCapacity?: (consumed: ConsumedCapacity) => void;
}

/** The table of readings, by the operations of DynamoDB. */
export function readingsTable({ client, name, clock, onCapacity }: TableOptions): ReadingsTable {
  const context = { client, name, clock, onCapacity };
  return {
    query: (range, signal) => queryRange(context, range, signal),
    present: (keys, signal) => findPresent(context, keys, signal),
    dueMarks: (shard, before, signal) => queryDueMarks(context, { shard, before }, signal),
    partitionAfter: (pk, signal) => findPartitionAfter(context, pk, signal),
    putVersion: (item, version, signal) => putIfVersion(context, item, version, signal),
    putSummary: (key, summary, signal) => putIfNewer(context, key, summary, signal),
    putAll(items, signal) {
      const requests = items.map((Item) => ({ PutRequest: { Item } }));
      return batchWrite(context, requests, signal);
    },
    async deleteAll(keys, signal) {
      const requests = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: { S: pk }, sk: { S: sk } } } }));
      const [cause] = (await batchWrite(context, requests, signal)).values();
      if (cause) throw cause;
    },
  };
}
