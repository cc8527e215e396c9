import type { AttributeValue, DynamoDBClient, KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { setTimeout as wait } from 'node:timers/promises';
import { chunks } from '../collections.ts';
import { backoff, mapConcurrently } from '../concurrency.ts';
import { asError } from '../logger.ts';

export type Item = Record<string, AttributeValue>;

export interface BatchGet extends Omit<KeysAndAttributes, 'Keys'> {
  table: string;
  /** Any number, each once. */
  keys: readonly Item[];
}

export interface BatchGetResult {
  /** The items that exist, in no order. */
  items: Item[];
  /** Keys that could not be read now. */
  unread: { key: Item; cause: Error }[];
}

/** The most keys that one request may carry. Source: DynamoDB API Reference, "BatchGetItem". */
const KEYS_A_REQUEST = 100;
const REQUESTS_AT_A_TIME = 4;
const ATTEMPTS = 5;

/** Reads items by their keys, and again what DynamoDB leaves unprocessed. Never rejects. */
export async function batchGet(client: DynamoDBClient, { table, keys, ...options }: BatchGet): Promise<BatchGetResult> {
  const results = await mapConcurrently(chunks(keys, KEYS_A_REQUEST), REQUESTS_AT_A_TIME, async (chunk) => {
    const items: Item[] = [];
    let left: Item[] = chunk;
    try {
      for (let attempt = 0; left.length > 0 && attempt < ATTEMPTS; attempt++) {
        if (attempt > 0) await wait(backoff(attempt));
        const command = new BatchGetItemCommand({ RequestItems: { [table]: { ...options, Keys: left } } });
        const { Responses, UnprocessedKeys } = await client.send(command);
        items.push(...(Responses?.[table] ?? []));
        left = UnprocessedKeys?.[table]?.Keys ?? [];
      }
      const cause = new Error('DynamoDB left keys unprocessed');
      return { items, unread: left.map((key) => ({ key, cause })) };
    } catch (error) {
      const cause = asError(error);
      return { items, unread: left.map((key) => ({ key, cause })) };
    }
  });
  return { items: results.flatMap(({ items }) => items), unread: results.flatMap(({ unread }) => unread) };
}
