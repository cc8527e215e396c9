import {
  type DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { ulidOf } from '../functions/pre-token-generation/foundation.ts';
import { membershipsOf } from '../functions/shared/memberships.ts';
import type { IdentityRow, MembershipRow, OrganizationRow } from '../resolvers/shared/rows.ts';

/** The physical names of the tables that an organization begins in. */
export interface RegistryTables {
  organizations: string;
  identities: string;
  memberships: string;
}

/** An organization to be, and who is to administer it. */
export interface Founder {
  /** In lower case. */
  email: string;
  name: string;
  organization: string;
}

export interface Founded {
  /** False where the organization was there already, with this person as its administrator. */
  made: boolean;
  organizationId: string;
  /** Whether the administrator has signed in yet. */
  status: IdentityRow['status'];
}

const Organization = v.object({ name: v.string() });
const Identity = v.object({
  role: v.picklist(['ADMINISTRATOR', 'OPERATOR', 'VIEWER']),
  status: v.picklist(['INVITED', 'ACTIVE', 'SUSPENDED']),
});

/**
 * Makes an organization with one invited administrator, all at once. The invitation has no end: nobody is there yet who could send it again. Once more with the same person and organization makes nothing.
 * @throws Error where the person belongs to another organization, or to this one as something else, or has left it
 */
export async function foundOrganization(
  client: DynamoDBClient,
  tables: RegistryTables,
  founder: Founder,
  now: Date,
): Promise<Founded> {
  const there = await founded(client, tables, founder);
  if (there) return there;
  const rows = rowsOf(founder, now);
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: putsOf(tables, rows) }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    // Somebody else runs the same command at this moment: the rows have the same keys, and one of the two is done.
    const done = await founded(client, tables, founder);
    if (done) return done;
    if (!error.CancellationReasons?.some(({ Code }) => Code === 'ConditionalCheckFailed')) throw error;
    throw new Error(
      `${founder.organization} was made for ${founder.email} before (${rows.organization.id}), who is no longer there by that address; nothing was made. Ask its administrators for an invitation.`,
      { cause: error },
    );
  }
  return { made: true, organizationId: rows.organization.id, status: 'INVITED' };
}

/** What there is of a person already, if anything. */
async function founded(
  client: DynamoDBClient,
  tables: RegistryTables,
  { email, organization }: Founder,
): Promise<Founded | undefined> {
  const memberships = await membershipsOf(email, client, tables.memberships);
  const names: string[] = [];
  for (const { organizationId, identityId } of memberships) {
    const [{ name }, { role, status }] = await Promise.all([
      read(client, tables.organizations, { id: organizationId }, Organization),
      read(client, tables.identities, { organizationId, id: identityId }, Identity),
    ]);
    if (name === organization && role === 'ADMINISTRATOR' && status !== 'SUSPENDED')
      return { made: false, organizationId, status };
    names.push(`${status} ${role} of ${name}`);
  }
  if (names.length === 0) return undefined;
  throw new Error(
    `${email} is ${names.join(', ')} already; nothing was made. Give another address, or invite people there.`,
  );
}

async function read<Schema extends v.GenericSchema>(
  client: DynamoDBClient,
  table: string,
  key: Record<string, string>,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
  );
  if (!Item) throw new Error(`${table} has no ${JSON.stringify(key)}, which a membership names.`);
  return v.parse(schema, unmarshall(Item));
}

interface Rows {
  organization: OrganizationRow;
  identity: IdentityRow;
  membership: MembershipRow;
}

function rowsOf({ email, name, organization }: Founder, now: Date): Rows {
  const time = now.toISOString();
  const stamps = { createdAt: time, updatedAt: time, version: 1 };
  // It follows from who founds what, so that two commands at once try to make the same one.
  const organizationId = ulidOf(`${email}/${organization}`);
  const id = ulid(now.getTime());
  return {
    // Nobody is active yet: the first sign-in makes the identity ACTIVE and counts it, in one transaction.
    organization: { id: organizationId, name: organization, activeAdministrators: 0, ...stamps },
    identity: {
      organizationId,
      id,
      kind: 'PERSON',
      name,
      email,
      role: 'ADMINISTRATOR',
      locale: 'en',
      status: 'INVITED',
      ...stamps,
    },
    membership: { email, organizationId, identityId: id },
  };
}

function putsOf(tables: RegistryTables, { organization, identity, membership }: Rows) {
  const put = (table: string, row: object, key: string) => ({
    Put: { TableName: table, Item: marshall(row), ConditionExpression: `attribute_not_exists(${key})` },
  });
  return [
    put(tables.organizations, organization, 'id'),
    put(tables.identities, identity, 'id'),
    put(tables.memberships, membership, 'email'),
  ];
}
