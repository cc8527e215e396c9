import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ItemKey, KeyRange } from './keys.ts';

export type Item = Record<string, AttributeValue>;

export interface RangeQuery extends KeyRange {
  /** The partition. */
  pk: string;
  descending?: boolean;
  /** How many items a page has at most; as many as 1 MB holds unless given. */
  pageSize?: number;
}

/** What the adapter asks of the table of readings. Each rejects with the SDK's error, or with the signal's reason. */
export interface ReadingsTable {
  /** The items of a range, page after page, each read consistently when it is asked for. Those whose time is over are left out. */
  query(range: RangeQuery, signal: AbortSignal): AsyncIterable<Item[]>;
  /**
   * Puts items, any number, each in place of one with the same key. Retries what the service did not process.
   * @returns by index, those of which it is not known that they were written, each with the cause
   */
  putAll(items: readonly Item[], signal: AbortSignal): Promise<Map<number, Error>>;
  /** Deletes items, any number. Harmless where there are none. Rejects unless all are gone. */
  deleteAll(keys: readonly ItemKey[], signal: AbortSignal): Promise<void>;
  /** Puts an item if the one with its key has this `version`, or there is none where it is null. @returns whether it did */
  putVersion(item: Item, version: number | null, signal: AbortSignal): Promise<boolean>;
  /**
   * Sets the summary of one hour in the item of its day, which is made where there is none, if the one that is there has a lower `version` or none.
   * @param expires when the item's time is over, in s since 1970
   * @returns whether it did
   */
  putSummary(
    key: ItemKey,
    summary: { hourOfDay: number; bytes: Uint8Array; version: number; expires: number },
    signal: AbortSignal,
  ): Promise<boolean>;
  /** The keys of the marks whose time to be merged has come, oldest first in each of some shards. @param before in ms since 1970 */
  dueMarks(before: number, signal: AbortSignal): AsyncIterable<ItemKey[]>;
}
