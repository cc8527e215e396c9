import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { physicalName } from '../../local/stack/names.ts';
import { tables, type TableName } from '../../resolvers/tables.ts';
import type { Sonde } from './sonde.ts';

/** Every row of every table: two of these are equal where nothing was written in between. */
export async function allRows(sonde: Sonde): Promise<Record<string, unknown[]>> {
  const names = Object.keys(tables) as TableName[];
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await rowsOf(sonde, name)] as const)));
}

/** The rows of a table, in the order of its keys. */
export async function rowsOf({ services }: Sonde, table: TableName): Promise<Record<string, unknown>[]> {
  const scanned = await services.dynamodb.call('Scan', { TableName: physicalName(table) });
  const { Items, LastEvaluatedKey } = scanned as { Items: Record<string, AttributeValue>[]; LastEvaluatedKey?: object };
  if (LastEvaluatedKey) throw new Error(`The table ${table} is larger than a page`);
  return Items.map((item) => unmarshall(item));
}

/** Puts a row as it is, whatever was there. */
export async function putRow({ services }: Sonde, table: TableName, row: object): Promise<void> {
  await services.dynamodb.call('PutItem', { TableName: physicalName(table), Item: marshall(row) });
}

/** As many rows as a page has. */
async function pageOf({ services }: Sonde, table: string): Promise<Record<string, unknown>[]> {
  const scanned = await services.dynamodb.call('Scan', { TableName: physicalName(table) });
  return (scanned as { Items: Record<string, AttributeValue>[] }).Items.map((item) => unmarshall(item));
}

/** Empties every table. */
export async function removeAllRows(sonde: Sonde): Promise<void> {
  for (const [name, { partitionKey, sortKey }] of Object.entries<TableKeys>(tables)) {
    const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
    for (let rows = await pageOf(sonde, name); rows.length > 0; rows = await pageOf(sonde, name)) {
      for (const row of rows) {
        const Key = marshall(Object.fromEntries(keys.map((key) => [key, row[key]])));
        await sonde.services.dynamodb.call('DeleteItem', { TableName: physicalName(name), Key });
      }
    }
  }
}

interface TableKeys {
  partitionKey: string;
  sortKey?: string;
}
