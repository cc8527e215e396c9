import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { People } from '../ports.ts';

interface Tables {
  client: DynamoDBClient;
  /** Names of the tables. */
  organizations: string;
  identities: string;
}

const Organization = v.object({ name: v.string() });
const Identity = v.object({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  locale: v.picklist(['en', 'fr']),
  status: v.string(),
  mailStatus: v.optional(v.picklist(['BOUNCED', 'COMPLAINED'])),
});

/** Reads the `organizations` and `identities` tables. */
export function peopleTables({ client, organizations, identities }: Tables): People {
  async function read(table: string, key: object): Promise<unknown> {
    const request = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
    const { Item } = await client.send(request);
    return Item && unmarshall(Item);
  }

  return {
    async organizationName(organizationId) {
      return v.parse(Organization, await read(organizations, { id: organizationId })).name;
    },
    async find(organizationId, identityId) {
      const item = await read(identities, { organizationId, id: identityId });
      if (item === undefined) return undefined;
      const { status, mailStatus, ...person } = v.parse(Identity, item);
      return { ...person, isActive: status === 'ACTIVE', mailStatus };
    },
  };
}
