import type { ConsumedCapacity, DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { setTimeout as wait } from 'node:timers/promises';
import { chunks } from '../../collections.ts';
import { backoff, mapConcurrently } from '../../concurrency.ts';
import { asError } from '../../logger.ts';

export interface BatchWrite {
  client: DynamoDBClient;
  TableName: string;
  ReturnConsumedCapacity?: 'INDEXES';
  /** Each of another key. */
  requests: readonly WriteRequest[];
  signal: AbortSignal;
  report: (consumed: ConsumedCapacity) => void;
}

/** The most requests that one batch may carry. Source: DynamoDB API Reference, "BatchWriteItem". */
const REQUESTS_A_BATCH = 25;
const BATCHES_AT_A_TIME = 8;
/** Waits grow up to this power of two of 50 ms. */
const LONGEST_BACKOFF = 6;

/**
 * Writes what is asked for, and again what DynamoDB leaves unprocessed, until the signal ends it. Never rejects.
 * @returns by index, those of which it is not known that they were processed, each with the cause
 */
export async function batchWrite(write: BatchWrite): Promise<Map<number, Error>> {
  const indexed = write.requests.map((request, index) => ({ request, index }));
  const failed = new Map<number, Error>();
  await mapConcurrently(chunks(indexed, REQUESTS_A_BATCH), BATCHES_AT_A_TIME, async (chunk) => {
    let left = chunk;
    try {
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt > 0) await wait(backoff(Math.min(attempt, LONGEST_BACKOFF)), undefined, { signal: write.signal });
        const unprocessed = new Set(
          (
            await send(
              write,
              left.map(({ request }) => request),
            )
          ).map(keyOf),
        );
        left = left.filter(({ request }) => unprocessed.has(keyOf(request)));
      }
    } catch (error) {
      const cause = asError(write.signal.aborted ? write.signal.reason : error);
      for (const { index } of left) failed.set(index, cause);
    }
  });
  return failed;
}

async function send(
  { client, TableName, ReturnConsumedCapacity, signal, report }: BatchWrite,
  requests: WriteRequest[],
): Promise<readonly WriteRequest[]> {
  const { UnprocessedItems, ConsumedCapacity } = await client.send(
    new BatchWriteItemCommand({
      RequestItems: { [TableName]: requests },
      ...(ReturnConsumedCapacity && { ReturnConsumedCapacity }),
    }),
    { abortSignal: signal },
  );
  for (const consumed of ConsumedCapacity ?? []) report(consumed);
  return UnprocessedItems?.[TableName] ?? [];
}

function keyOf({ PutRequest, DeleteRequest }: WriteRequest): string {
  const key = PutRequest?.Item ?? DeleteRequest?.Key;
  return `${key?.pk?.S} ${key?.sk?.S}`;
}
