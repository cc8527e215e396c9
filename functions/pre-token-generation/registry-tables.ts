import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { mapConcurrently } from '../shared/concurrency.ts';
import { membershipsOf } from '../shared/memberships.ts';
import type { Foundation, Identity, Registry } from './registry.ts';

export interface RegistryTables {
  client: DynamoDBClient;
  organizations: string;
  identities: string;
  memberships: string;
}

const IdentityRow = v.object({
  organizationId: v.string(),
  id: v.string(),
  role: v.picklist(['ADMINISTRATOR', 'OPERATOR', 'VIEWER']),
  status: v.picklist(['INVITED', 'ACTIVE', 'SUSPENDED']),
  sub: v.optional(v.string()),
  createdAt: v.string(),
  version: v.number(),
});
const OrganizationRow = v.object({ name: v.string() });

/** The registry in DynamoDB. */
export function registryTables(tables: RegistryTables): Registry {
  const { client, organizations, identities, memberships } = tables;

  async function read(table: string, key: Record<string, string>): Promise<unknown> {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  }

  return {
    async identitiesOf(email) {
      const found = await membershipsOf(email, client, memberships);
      const rows = await mapConcurrently(found, 10, ({ organizationId, identityId }) =>
        read(identities, { organizationId, id: identityId }),
      );
      return rows.filter((row) => row !== undefined).map((row) => v.parse(IdentityRow, row));
    },
    async organizationName(organizationId) {
      const row = await read(organizations, { id: organizationId });
      return row === undefined ? undefined : v.parse(OrganizationRow, row).name;
    },
    bind: (identity, sub, now) => transact(client, binding(tables, identity, sub, now)),
    found: (foundation, now) => transact(client, founding(tables, foundation, now)),
  };
}

/** Answers whether the conditions held; a transaction that was in another one's way is as good as overtaken. */
async function transact(client: DynamoDBClient, TransactItems: TransactWriteItem[]): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException && isOvertaken(error)) return false;
    throw error;
  }
}

function isOvertaken({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}

function binding(
  { organizations, identities }: RegistryTables,
  { organizationId, id, role, status, version }: Identity,
  sub: string,
  now: Date,
): TransactWriteItem[] {
  const update: TransactWriteItem = {
    Update: {
      TableName: identities,
      Key: marshall({ organizationId, id }),
      UpdateExpression: 'SET #status = :active, #sub = :sub, #version = :next, updatedAt = :now',
      // The version says that role and status are still those that were read.
      ConditionExpression: '#version = :version AND attribute_not_exists(#sub)',
      ExpressionAttributeNames: { '#status': 'status', '#sub': 'sub', '#version': 'version' },
      ExpressionAttributeValues: marshall({
        ':active': 'ACTIVE',
        ':sub': sub,
        ':version': version,
        ':next': version + 1,
        ':now': now.toISOString(),
      }),
    },
  };
  if (role !== 'ADMINISTRATOR' || status === 'ACTIVE') return [update];
  const count: TransactWriteItem = {
    Update: {
      TableName: organizations,
      Key: marshall({ id: organizationId }),
      UpdateExpression: 'SET activeAdministrators = activeAdministrators + :one',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: marshall({ ':one': 1 }),
    },
  };
  return [update, count];
}

function founding({ organizations, identities, memberships }: RegistryTables, foundation: Foundation, date: Date) {
  const { organizationId, organizationName, identityId, identityName, email, sub } = foundation;
  const now = date.toISOString();
  const created = { createdAt: now, updatedAt: now, version: 1 };
  const organization = { id: organizationId, name: organizationName, activeAdministrators: 1, ...created };
  const identity = {
    organizationId,
    id: identityId,
    kind: 'PERSON',
    name: identityName,
    email,
    role: 'ADMINISTRATOR',
    locale: 'en',
    status: 'ACTIVE',
    sub,
    ...created,
  };
  return [
    put(organizations, organization, 'attribute_not_exists(id)'),
    put(identities, identity, 'attribute_not_exists(id)'),
    put(memberships, { email, organizationId, identityId }, 'attribute_not_exists(email)'),
  ];
}

function put(table: string, item: Record<string, unknown>, condition: string): TransactWriteItem {
  return { Put: { TableName: table, Item: marshall(item), ConditionExpression: condition } };
}
