import { marshall } from '@aws-sdk/util-dynamodb';
import type { DeviceRow, IdentityRow, MembershipRow, OrganizationRow } from '../../resolvers/shared/rows.ts';
import type { TableName } from '../../resolvers/tables.ts';
import { unlessThere } from '../shared/aws-error.ts';
import type { JsonCaller } from '../shared/json-service.ts';
import { physicalName } from '../stack/names.ts';
import { demoDevices } from './devices.ts';
import { DEMO_ORGANIZATION, DEMO_PASSWORD, demoPeople } from './people.ts';

/** Puts the demo organization, its people and its devices into the tables, and its users into the pool. What is there stays as it is. */
export async function seedRegistry(
  { dynamodb, cognito, poolId }: { dynamodb: JsonCaller; cognito: JsonCaller; poolId: string },
  now: number,
): Promise<void> {
  const time = new Date(now).toISOString();
  const stamps = { createdAt: time, updatedAt: time, version: 1 };
  const organizationId = DEMO_ORGANIZATION.id;
  const put = (table: TableName, key: string, row: object): Promise<void> => putNew(dynamodb, table, key, row);

  await put('organizations', 'id', {
    ...DEMO_ORGANIZATION,
    activeAdministrators: 0,
    ...stamps,
  } satisfies OrganizationRow);
  for (const { row } of demoDevices) {
    await put('devices', 'id', { ...row, organizationId, ...stamps } satisfies DeviceRow);
  }
  for (const { id, name, email, role } of demoPeople) {
    // INVITED: the first sign-in binds the user to the identity, as it does for everybody. Without an invitation, which would end some day.
    const identity: IdentityRow = {
      organizationId,
      id,
      kind: 'PERSON',
      name,
      email,
      role,
      locale: 'en',
      status: 'INVITED',
      ...stamps,
    };
    await put('identities', 'id', identity);
    await put('memberships', 'email', { email, organizationId, identityId: id } satisfies MembershipRow);
    await createUser(cognito, poolId, { name, email });
  }
}

async function putNew(dynamodb: JsonCaller, table: TableName, key: string, row: object): Promise<void> {
  await unlessThere('ConditionalCheckFailedException', () =>
    dynamodb('PutItem', {
      TableName: physicalName(table),
      Item: marshall(row, { removeUndefinedValues: true }),
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': key },
    }),
  );
}

async function createUser(
  cognito: JsonCaller,
  UserPoolId: string,
  person: { name: string; email: string },
): Promise<void> {
  await unlessThere('UsernameExistsException', () =>
    cognito('AdminCreateUser', {
      UserPoolId,
      Username: person.email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: person.email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: person.name },
      ],
    }),
  );
  await cognito('AdminSetUserPassword', {
    UserPoolId,
    Username: person.email,
    Password: DEMO_PASSWORD,
    Permanent: true,
  });
}
