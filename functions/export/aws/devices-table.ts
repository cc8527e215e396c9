import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { batchGet } from '../../shared/dynamodb/batch-get.ts';
import type { Device, Devices } from '../ports.ts';

const Row = v.pipe(
  v.object({
    id: v.string(),
    name: v.string(),
    metrics: v.array(v.object({ name: v.string(), unit: v.nullish(v.string()) })),
  }),
  v.transform(({ id, name, metrics }): Device => {
    const units = metrics.flatMap(({ name: metric, unit }) => (unit ? [[metric, unit] as const] : []));
    return { id, name, units };
  }),
);

const ATTRIBUTES = {
  ProjectionExpression: 'id, #name, #metrics',
  ExpressionAttributeNames: { '#name': 'name', '#metrics': 'metrics' },
};

/** Reads the `devices` table. */
export function devicesTable(client: DynamoDBClient, table: string): Devices {
  async function some(organizationId: string, ids: readonly string[]): Promise<Device[]> {
    const keys = ids.map((id) => marshall({ organizationId, id }));
    const { items, unread } = await batchGet(client, { table, keys, ...ATTRIBUTES, ConsistentRead: true });
    const [problem] = unread;
    if (problem) throw problem.cause;
    return items.map(deviceOf);
  }

  async function all(organizationId: string): Promise<Device[]> {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'organizationId = :organization',
        ExpressionAttributeValues: { ':organization': { S: organizationId } },
        ...ATTRIBUTES,
        ConsistentRead: true,
      },
    );
    const devices: Device[] = [];
    for await (const { Items = [] } of pages) devices.push(...Items.map(deviceOf));
    return devices;
  }

  return { list: (organizationId, ids) => (ids === null ? all(organizationId) : some(organizationId, ids)) };
}

function deviceOf(item: Record<string, AttributeValue>): Device {
  return v.parse(Row, unmarshall(item));
}
