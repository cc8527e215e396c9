import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from './keys.ts';
import { summaryNames } from './summary-item.ts';
import { counting, report, type TableContext } from './table-context.ts';
import type { HourSummary, Item } from './table.ts';

/** Puts an item in place of one of this version, or where there is none. @returns whether it did */
export function putIfVersion(
  context: TableContext,
  item: Item,
  version: number | null,
  signal: AbortSignal,
): Promise<boolean> {
  const condition = version === null ? isFree(context.clock()) : isVersion(version);
  const command = new PutItemCommand({ TableName: context.name, Item: item, ...condition, ...counting(context) });
  return ifMet(async () => {
    const { ConsumedCapacity } = await context.client.send(command, { abortSignal: signal });
    report(context, ConsumedCapacity);
  });
}

/** Sets the summary of an hour in place of one of a lower version, or where there is none. @returns whether it did */
export function putIfNewer(
  context: TableContext,
  { pk, sk }: ItemKey,
  { hourOfDay, bytes, version, expires }: HourSummary,
  signal: AbortSignal,
): Promise<boolean> {
  const names = summaryNames(hourOfDay);
  const command = new UpdateItemCommand({
    TableName: context.name,
    Key: { pk: { S: pk }, sk: { S: sk } },
    UpdateExpression: 'SET #summary = :summary, #version = :version, expires = :expires',
    ConditionExpression: 'attribute_not_exists(#version) OR #version < :version',
    ExpressionAttributeNames: { '#summary': names.summary, '#version': names.version },
    ExpressionAttributeValues: {
      ':summary': { B: bytes },
      ':version': { N: version.toString() },
      ':expires': { N: expires.toString() },
    },
    ...counting(context),
  });
  return ifMet(async () => {
    const { ConsumedCapacity } = await context.client.send(command, { abortSignal: signal });
    report(context, ConsumedCapacity);
  });
}

/** What has expired may still be there, and is not what anybody has seen. */
function isFree(now: number) {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR expires <= :now',
    ExpressionAttributeValues: { ':now': { N: Math.floor(now / 1000).toString() } },
  };
}

function isVersion(version: number) {
  return {
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': { N: version.toString() } },
  };
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
