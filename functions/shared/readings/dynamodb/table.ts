import type { AttributeValue, ConsumedCapacity, DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  paginateQuery,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { chunks } from '../../collections.ts';
import { mapConcurrently } from '../../concurrency.ts';
import { batchWrite } from './batch-write.ts';
import { isExpired, textOf } from './item.ts';
import type { ItemKey, KeyRange } from './keys.ts';
import { BEHIND } from './keys.ts';
import { DUE_INDEX } from './marks.ts';

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
   * @param expires when the item's time is over, in s since 1970
   * @returns whether it did
   */
  putSummary(
    key: ItemKey,
    summary: { hourOfDay: number; bytes: Uint8Array; version: number; expires: number },
    signal: AbortSignal,
  ): Promise<boolean>;
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

/** The most keys that one request may carry. Source: DynamoDB API Reference, "BatchGetItem". */
const KEYS_A_BATCH = 100;
const BATCHES_AT_A_TIME = 4;

/** The table of readings, by the operations of DynamoDB. */
export function readingsTable({ client, name, clock, onCapacity }: TableOptions): ReadingsTable {
  const base = { TableName: name, ...(onCapacity && { ReturnConsumedCapacity: 'INDEXES' as const }) };
  const report = (consumed: ConsumedCapacity | undefined) => {
    if (consumed) onCapacity?.(consumed);
  };
  const batches = (requests: readonly WriteRequest[], signal: AbortSignal) =>
    batchWrite({ client, ...base, requests, signal, report });

  return {
    async *query({ pk, first, last, descending = false, pageSize }, signal) {
      const pages = paginateQuery(
        { client, stopOnSameToken: true },
        {
          ...base,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: { ':pk': { S: pk }, ':first': { S: first }, ':last': { S: last } },
          ScanIndexForward: !descending,
          ...(pageSize !== undefined && { Limit: pageSize }),
        },
        { abortSignal: signal },
      );
      for await (const { Items = [], ConsumedCapacity } of pages) {
        report(ConsumedCapacity);
        const now = clock();
        const kept = Items.filter((item) => !isExpired(item, now));
        if (kept.length > 0) yield kept;
      }
    },

    putAll: (items, signal) =>
      batches(
        items.map((Item) => ({ PutRequest: { Item } })),
        signal,
      ),

    async present(keys, signal) {
      const indexes = new Map(keys.map(({ pk, sk }, index) => [`${pk} ${sk}`, index]));
      const found = await mapConcurrently(chunks(keys, KEYS_A_BATCH), BATCHES_AT_A_TIME, async (chunk) => {
        const Keys = chunk.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
        const { Responses, ConsumedCapacity = [] } = await client.send(
          new BatchGetItemCommand({
            RequestItems: { [name]: { Keys, ProjectionExpression: 'pk, sk' } },
            ...(onCapacity && { ReturnConsumedCapacity: 'INDEXES' as const }),
          }),
          { abortSignal: signal },
        );
        ConsumedCapacity.forEach(report);
        return Responses?.[name] ?? [];
      });
      return new Set(found.flat().flatMap((item) => indexes.get(`${textOf(item, 'pk')} ${textOf(item, 'sk')}`) ?? []));
    },

    async deleteAll(keys, signal) {
      const requests = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: { S: pk }, sk: { S: sk } } } }));
      const [cause] = (await batches(requests, signal)).values();
      if (cause) throw cause;
    },

    async putVersion(item, version, signal) {
      // What has expired may still be there, and is not what the caller has seen.
      const condition =
        version === null
          ? {
              ConditionExpression: 'attribute_not_exists(pk) OR expires <= :now',
              ExpressionAttributeValues: { ':now': { N: Math.floor(clock() / 1000).toString() } },
            }
          : {
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': { N: version.toString() } },
            };
      return ifMet(async () => {
        const { ConsumedCapacity } = await client.send(new PutItemCommand({ ...base, Item: item, ...condition }), {
          abortSignal: signal,
        });
        report(ConsumedCapacity);
      });
    },

    async putSummary({ pk, sk }, { hourOfDay, bytes, version, expires }, signal) {
      const hour = hourOfDay.toString().padStart(2, '0');
      return ifMet(async () => {
        const { ConsumedCapacity } = await client.send(
          new UpdateItemCommand({
            ...base,
            Key: { pk: { S: pk }, sk: { S: sk } },
            UpdateExpression: 'SET #summary = :summary, #version = :version, expires = :expires',
            ConditionExpression: 'attribute_not_exists(#version) OR #version < :version',
            ExpressionAttributeNames: { '#summary': `h${hour}`, '#version': `v${hour}` },
            ExpressionAttributeValues: {
              ':summary': { B: bytes },
              ':version': { N: version.toString() },
              ':expires': { N: expires.toString() },
            },
          }),
          { abortSignal: signal },
        );
        report(ConsumedCapacity);
      });
    },

    async *dueMarks(shard, before, signal) {
      const pages = paginateQuery(
        { client, stopOnSameToken: true },
        {
          ...base,
          IndexName: DUE_INDEX,
          KeyConditionExpression: 'due = :shard AND dueAt <= :before',
          ExpressionAttributeValues: { ':shard': { S: shard }, ':before': { N: before.toString() } },
        },
        { abortSignal: signal },
      );
      for await (const { Items = [], ConsumedCapacity } of pages) {
        report(ConsumedCapacity);
        if (Items.length > 0) yield Items.map((item) => ({ pk: textOf(item, 'pk'), sk: textOf(item, 'sk') }));
      }
    },

    async partitionAfter(pk, signal) {
      // A scan that goes on behind the last item of one partition begins with another one.
      const last = pk === null ? undefined : await lastKeyOf(pk, signal);
      const { Items, ConsumedCapacity } = await client.send(
        new ScanCommand({
          ...base,
          Limit: 1,
          ProjectionExpression: 'pk',
          ...(last && { ExclusiveStartKey: last }),
        }),
        { abortSignal: signal },
      );
      report(ConsumedCapacity);
      const [item] = Items ?? [];
      return item ? textOf(item, 'pk') : null;
    },
  };

  async function lastKeyOf(pk: string, signal: AbortSignal): Promise<Item> {
    const { Items, ConsumedCapacity } = await client.send(
      new QueryCommand({
        ...base,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ProjectionExpression: 'pk, sk',
        ScanIndexForward: false,
        Limit: 1,
      }),
      { abortSignal: signal },
    );
    report(ConsumedCapacity);
    const [item] = Items ?? [];
    return item ?? { pk: { S: pk }, sk: { S: BEHIND } };
  }
}

/** Whether the condition of a write was met. Rejects with whatever else went wrong. */
async function ifMet(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
