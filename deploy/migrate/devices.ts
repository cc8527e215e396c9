import { type DynamoDBClient, paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';

export interface Device {
  organizationId: string;
  deviceId: string;
}

export interface Registry {
  client: DynamoDBClient;
  /** Physical names. */
  tables: { organizations: string; devices: string };
}

export interface DeviceFilter {
  organizationId: string | null;
  deviceId: string | null;
}

const Row = v.object({ id: v.string() });

/**
 * The devices of an environment in order of their organization's id and their own, from the one after `after` on, read a page at a time.
 * A device that is deleted is not among them.
 */
export async function* devicesOf(
  registry: Registry,
  { organizationId, deviceId }: DeviceFilter,
  after: Device | null,
): AsyncGenerator<Device> {
  const organizations = organizationId === null ? await organizationsOf(registry) : [organizationId];
  for (const each of organizations) {
    if (after !== null && each < after.organizationId) continue;
    const from = after?.organizationId === each ? after.deviceId : null;
    for await (const id of idsOf(registry, each, from)) {
      if (deviceId === null || id === deviceId) yield { organizationId: each, deviceId: id };
    }
  }
}

/** One that was made a moment ago may be missing: what it has written is in the store in use already. */
async function organizationsOf({ client, tables }: Registry): Promise<string[]> {
  const ids: string[] = [];
  const pages = paginateScan(
    { client },
    {
      TableName: tables.organizations,
      ProjectionExpression: '#id',
      ExpressionAttributeNames: { '#id': 'id' },
    },
  );
  for await (const { Items = [] } of pages) ids.push(...Items.map((item) => v.parse(Row, unmarshall(item)).id));
  return ids.sort();
}

async function* idsOf(
  { client, tables }: Registry,
  organizationId: string,
  after: string | null,
): AsyncGenerator<string> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.devices,
      ConsistentRead: true,
      KeyConditionExpression: `organizationId = :organization${after === null ? '' : ' AND #id > :after'}`,
      ProjectionExpression: '#id',
      ExpressionAttributeNames: { '#id': 'id' },
      ExpressionAttributeValues: {
        ':organization': { S: organizationId },
        ...(after !== null && { ':after': { S: after } }),
      },
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) yield v.parse(Row, unmarshall(item)).id;
}
