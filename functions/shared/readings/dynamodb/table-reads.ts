import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { BatchGetItemCommand, paginateQuery, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { chunks } from '../../collections.ts';
import { mapConcurrently } from '../../concurrency.ts';
import { isExpired, textOf } from './item.ts';
import { BEHIND, type ItemKey } from './keys.ts';
import { DUE_INDEX } from './marks.ts';
import { counting, report, type TableContext } from './table-context.ts';
import type { Item, RangeQuery } from './table.ts';

/** The most keys that one request may carry. Source: DynamoDB API Reference, "BatchGetItem". */
const KEYS_A_BATCH = 100;
const BATCHES_AT_A_TIME = 4;

/** The items of a range whose time is not over, page after page. */
export async function* queryRange(
  context: TableContext,
  { pk, first, last, descending = false, pageSize }: RangeQuery,
  signal: AbortSignal,
): AsyncGenerator<Item[]> {
  const question = {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':first': { S: first }, ':last': { S: last } },
    ScanIndexForward: !descending,
    ...(pageSize !== undefined && { Limit: pageSize }),
  };
  for await (const items of pagesOf(context, question, signal)) {
    const now = context.clock();
    const kept = items.filter((item) => !isExpired(item, now));
    if (kept.length > 0) yield kept;
  }
}

/** The keys of the marks of a shard that are due, oldest first. */
export async function* queryDueMarks(
  context: TableContext,
  { shard, before }: { shard: string; before: number },
  signal: AbortSignal,
): AsyncGenerator<ItemKey[]> {
  const question = {
    IndexName: DUE_INDEX,
    KeyConditionExpression: 'due = :shard AND dueAt <= :before',
    ExpressionAttributeValues: { ':shard': { S: shard }, ':before': { N: before.toString() } },
  };
  for await (const items of pagesOf(context, question, signal)) if (items.length > 0) yield items.map(keyOf);
}

/** Which of some items are there, by index. */
export async function findPresent(
  context: TableContext,
  keys: readonly ItemKey[],
  signal: AbortSignal,
): Promise<Set<number>> {
  const indexes = new Map(keys.map((key, index) => [nameOf(key), index]));
  const found = await mapConcurrently(chunks(keys, KEYS_A_BATCH), BATCHES_AT_A_TIME, async (chunk) => {
    const Keys = chunk.map(({ pk, sk }) => ({ pk: { S: pk }, sk: { S: sk } }));
    const command = new BatchGetItemCommand({
      RequestItems: { [context.name]: { Keys, ProjectionExpression: 'pk, sk' } },
      ...counting(context),
    });
    const { Responses, ConsumedCapacity } = await context.client.send(command, { abortSignal: signal });
    report(context, ConsumedCapacity);
    return Responses?.[context.name] ?? [];
  });
  return new Set(found.flat().flatMap((item) => indexes.get(nameOf(keyOf(item))) ?? []));
}

/** The partition that follows another one, or the first: a scan that goes on behind the last item of one partition begins with another one. */
export async function findPartitionAfter(
  context: TableContext,
  pk: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  const last = pk === null ? undefined : await lastKeyOf(context, pk, signal);
  const command = new ScanCommand({
    TableName: context.name,
    Limit: 1,
    ProjectionExpression: 'pk',
    ...(last && { ExclusiveStartKey: last }),
    ...counting(context),
  });
  const { Items: [item] = [], ConsumedCapacity } = await context.client.send(command, { abortSignal: signal });
  report(context, ConsumedCapacity);
  return item ? textOf(item, 'pk') : null;
}

async function lastKeyOf(context: TableContext, pk: string, signal: AbortSignal): Promise<Item> {
  const command = new QueryCommand({
    TableName: context.name,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
    ProjectionExpression: 'pk, sk',
    ScanIndexForward: false,
    Limit: 1,
    ...counting(context),
  });
  const { Items: [item] = [], ConsumedCapacity } = await context.client.send(command, { abortSignal: signal });
  report(context, ConsumedCapacity);
  return item ?? { pk: { S: pk }, sk: { S: BEHIND } };
}

async function* pagesOf(
  context: TableContext,
  question: Omit<QueryCommandInput, 'TableName'>,
  signal: AbortSignal,
): AsyncGenerator<Item[]> {
  const pages = paginateQuery(
    { client: context.client, stopOnSameToken: true },
    { TableName: context.name, ...question, ...counting(context) },
    { abortSignal: signal },
  );
  for await (const { Items = [], ConsumedCapacity } of pages) {
    report(context, ConsumedCapacity);
    yield Items;
  }
}

function keyOf(item: Item): ItemKey {
  return { pk: textOf(item, 'pk'), sk: textOf(item, 'sk') };
}

function nameOf({ pk, sk }: ItemKey): string {
  return `${pk} ${sk}`;
}
