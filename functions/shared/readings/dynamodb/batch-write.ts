import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { setTimeout as wait } from 'node:timers/promises';
import { chunks } from '../../collections.ts';
import { backoff, mapConcurrently } from '../../concurrency.ts';
import { asError } from '../../logger.ts';
import { counting, report, type TableContext } from './table-context.ts';

/** The most requests that one batch may carry. Source: DynamoDB API Reference, "BatchWriteItem". */
const REQUESTS_A_BATCH = 25;
const BATCHES_AT_A_TIME = 8;
/** Waits grow up to this power of two of 50 ms. */
const LONGEST_BACKOFF = 6;

/**
 * Writes what is asked for, each of another key, and again what DynamoDB leaves unprocessed, until the signal ends it. Never rejects.
 * @returns by index, those of which it is not known that they were processed, each with the cause
 */
export async function batchWrite(
  context: TableContext,
  requests: readonly WriteRequest[],
  signal: AbortSignal,
): Promise<Map<number, Error>> {
  const indexed = requests.map((request, index) => ({ request, index }));
  const failed = new Map<number, Error>();
  await mapConcurrently(chunks(indexed, REQUESTS_A_BATCH), BATCHES_AT_A_TIME, async (chunk) => {
    let left = chunk;
    try {
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt > 0) await wait(backoff(Math.min(attempt, LONGEST_BACKOFF)), undefined, { signal });
        left = await writeBatch(context, left, signal);
      }
    } catch (error) {
      const cause = asError(signal.aborted ? signal.reason : error);
      for (const { index } of left) failed.set(index, cause);
    }
  });
  return failed;
}

interface Indexed {
  request: WriteRequest;
  index: number;
}

/** @returns what was not processed */
async function writeBatch(context: TableContext, batch: readonly Indexed[], signal: AbortSignal): Promise<Indexed[]> {
  const command = new BatchWriteItemCommand({
    RequestItems: { [context.name]: batch.map(({ request }) => request) },
    ...counting(context),
  });
  const { UnprocessedItems, ConsumedCapacity } = await context.client.send(command, { abortSignal: signal });
  report(context, ConsumedCapacity);
  const unprocessed = new Set(UnprocessedItems?.[context.name]?.map(keyOf));
  return batch.filter(({ request }) => unprocessed.has(keyOf(request)));
}

function keyOf({ PutRequest, DeleteRequest }: WriteRequest): string {
  const key = PutRequest?.Item ?? DeleteRequest?.Key;
  return `${key?.pk?.S} ${key?.sk?.S}`;
}
