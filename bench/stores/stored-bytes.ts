import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite/db/index.js';
import { textOf } from '../../functions/shared/readings/dynamodb/item.ts';
import type { ParsedKey } from '../../functions/shared/readings/dynamodb/keys.ts';
import { parseSortKey } from '../../functions/shared/readings/dynamodb/keys.ts';
import type { Item } from '../../functions/shared/readings/dynamodb/table.ts';

/** What DynamoDB bills for an item beside its size, in bytes. Source: Amazon DynamoDB Pricing, "Data storage". */
const EXTRA = 100;

/** An item of the table of readings. */
export interface StoredItem {
  key: ParsedKey;
  /** That are billed. */
  bytes: number;
}

export async function* storedItems(client: DynamoDBClient, TableName: string): AsyncGenerator<StoredItem> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName }))
    for (const item of Items)
      yield { key: parseSortKey(textOf(item, 'sk')), bytes: dynalite.itemSize(inJson(item)) + EXTRA };
}

/** An item as it goes over the wire. */
function inJson(item: Item): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.B ? { B: Buffer.from(value.B).toString('base64') } : value,
    ]),
  );
}
