import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { auditRemovedAt, type AuditRow } from '../shared/audit/event.ts';
import type { Person } from './event.ts';
import type { Foundation, Identity } from './registry.ts';

/** Names of the tables. */
export interface TableNames {
  organizations: string;
  identities: string;
  memberships: string;
  accounts: string;
  auditEvents: string;
}

/** A transaction is refused where what was read is no longer so: each has the identity's version as a condition, or makes what must not be there. */
export function binding(tables: TableNames, identity: Identity, sub: string, date: Date): TransactWriteItem[] {
  const { organizationId, id, role, status, version, sub: before } = identity;
  const now = date.toISOString();
  const bound: TransactWriteItem = {
    Update: {
      TableName: tables.identities,
      Key: marshall({ organizationId, id }),
      UpdateExpression: 'SET #status = :active, #sub = :sub, #version = :next, updatedAt = :now REMOVE invitation',
      // The version says that role and status are still those that were read.
      ConditionExpression: `#version = :version AND ${before === undefined ? 'attribute_not_exists(#sub)' : '#sub = :before'}`,
      ExpressionAttributeNames: { '#status': 'status', '#sub': 'sub', '#version': 'version' },
      ExpressionAttributeValues: marshall({
        ':active': 'ACTIVE',
        ':sub': sub,
        ':version': version,
        ':next': version + 1,
        ':now': now,
        ...(before !== undefined && { ':before': before }),
      }),
    },
  };
  const account = { sub, organizationId, identityId: id, chosenAt: now };
  return [
    bound,
    put(tables.accounts, account, { absent: 'sub' }),
    ...(before === undefined ? [] : [remove(tables.accounts, { sub: before, organizationId })]),
    put(tables.auditEvents, auditRow('joinOrganization', identity, date)),
    ...(role === 'ADMINISTRATOR' && status !== 'ACTIVE' ? [administratorMore(tables, organizationId)] : []),
  ];
}

/** As old as the identity: whatever was chosen since comes before it. */
export function adoption(tables: TableNames, identity: Identity, sub: string): TransactWriteItem[] {
  const { organizationId, id, createdAt } = identity;
  return [
    {
      ConditionCheck: {
        TableName: tables.identities,
        Key: marshall({ organizationId, id }),
        ConditionExpression: '#sub = :sub',
        ExpressionAttributeNames: { '#sub': 'sub' },
        ExpressionAttributeValues: marshall({ ':sub': sub }),
      },
    },
    put(tables.accounts, { sub, organizationId, identityId: id, chosenAt: createdAt }, { absent: 'sub' }),
  ];
}

/** What was known of the address before is nothing that counts for the new one. */
export function changeOfAddress(
  tables: TableNames,
  identity: Identity,
  { sub, email }: Person,
  date: Date,
): TransactWriteItem[] {
  const { organizationId, id, version } = identity;
  return [
    {
      Update: {
        TableName: tables.identities,
        Key: marshall({ organizationId, id }),
        UpdateExpression:
          'SET email = :email, #version = :next, updatedAt = :now REMOVE mailStatus, mailStatusAt, mailClearedAt',
        ConditionExpression: '#version = :version AND #sub = :sub',
        ExpressionAttributeNames: { '#sub': 'sub', '#version': 'version' },
        ExpressionAttributeValues: marshall({
          ':email': email,
          ':sub': sub,
          ':version': version,
          ':next': version + 1,
          ':now': date.toISOString(),
        }),
      },
    },
    remove(tables.memberships, { email: identity.email, organizationId }),
    put(tables.memberships, { email, organizationId, identityId: id }, { absent: 'email' }),
    put(tables.auditEvents, auditRow('changeEmail', identity, date, { email, formerEmail: identity.email })),
  ];
}

export function foundation(tables: TableNames, founded: Foundation, date: Date): TransactWriteItem[] {
  const { organizationId, organizationName, identityId, identityName, email, sub } = founded;
  const now = date.toISOString();
  const created = { createdAt: now, updatedAt: now, version: 1 };
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
  } as const;
  const organization = { id: organizationId, name: organizationName, activeAdministrators: 1, ...created };
  return [
    put(tables.organizations, organization, { absent: 'id' }),
    put(tables.identities, identity, { absent: 'id' }),
    put(tables.memberships, { email, organizationId, identityId }, { absent: 'email' }),
    put(tables.accounts, { sub, organizationId, identityId, chosenAt: now }, { absent: 'sub' }),
    put(tables.auditEvents, {
      ...auditRow('foundOrganization', identity, date),
      targetType: 'Organization',
      targetId: organizationId,
    }),
  ];
}

function administratorMore({ organizations }: TableNames, organizationId: string): TransactWriteItem {
  return {
    Update: {
      TableName: organizations,
      Key: marshall({ id: organizationId }),
      UpdateExpression: 'SET activeAdministrators = activeAdministrators + :one',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: marshall({ ':one': 1 }),
    },
  };
}

/** What an identity did by signing in, to itself. */
function auditRow(
  action: string,
  { organizationId, id, name, kind }: Pick<Identity, 'organizationId' | 'id' | 'name' | 'kind'>,
  date: Date,
  details?: Record<string, unknown>,
): AuditRow {
  return {
    organizationId,
    id: ulid(date.getTime()),
    time: date.toISOString(),
    action,
    actor: { identityId: id, name, kind },
    targetType: 'Identity',
    targetId: id,
    ...(details && { details }),
    removeAt: auditRemovedAt(date.getTime()),
  };
}

/** @param condition the attribute that no item there may have */
function put(TableName: string, item: object, condition?: { absent: string }): TransactWriteItem {
  return {
    Put: {
      TableName,
      Item: marshall(item),
      ...(condition && {
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': condition.absent },
      }),
    },
  };
}

function remove(TableName: string, key: Record<string, string>): TransactWriteItem {
  return { Delete: { TableName, Key: marshall(key) } };
}
