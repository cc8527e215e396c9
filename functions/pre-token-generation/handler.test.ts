import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ULID } from '../shared/names.ts';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';

const context = { awsRequestId: 'request-1', functionName: 'pre-token-generation' } as Context;
const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const identityId = '01JZ8Q6V5X3M9T2B7C4D1E0F8J';
const invitation = { sentAt: '2026-01-01T00:00:00.000Z', expiresAt: '9999-12-31T23:59:59.999Z', status: 'SENT' };
const created = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', version: 1 };

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({
    organizations: ['id'],
    identities: ['organizationId', 'id'],
    memberships: ['email', 'organizationId'],
    accounts: ['sub', 'organizationId'],
    auditEvents: ['organizationId', 'id'],
  });
});
afterAll(async () => {
  await tables.close();
});
beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('AWS_ENDPOINT_URL', tables.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('ORGANIZATIONS_TABLE', 'organizations');
  vi.stubEnv('IDENTITIES_TABLE', 'identities');
  vi.stubEnv('MEMBERSHIPS_TABLE', 'memberships');
  vi.stubEnv('ACCOUNTS_TABLE', 'accounts');
  vi.stubEnv('AUDIT_EVENTS_TABLE', 'auditEvents');
  vi.stubEnv('SIGN_UP', 'invited');
});

function event(email: string, sub = `sub of ${email}`) {
  const userAttributes = { sub, email, email_verified: 'true', 'cognito:user_status': 'CONFIRMED' };
  const request = {
    userAttributes,
    groupConfiguration: { groupsToOverride: [] },
    scopes: ['aws.cognito.signin.user.admin'],
  };
  return { version: '2', triggerSource: 'TokenGeneration_Authentication', userName: sub, request, response: {} };
}

async function invite(email: string, change: object = {}) {
  await tables.put('organizations', { id: organizationId, name: 'Weather', activeAdministrators: 1, ...created });
  const identity = {
    kind: 'PERSON',
    name: 'Ada',
    email,
    role: 'ADMINISTRATOR',
    locale: 'en',
    status: 'INVITED',
    ...created,
  };
  const row = { organizationId, id: identityId, ...identity, ...change };
  await tables.put('identities', row);
  await tables.put('memberships', { email, organizationId, identityId: row.id });
}

async function read(table: string, key: object) {
  const { Item } = await tables.client.send(
    new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

async function eventsOf(organization: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await tables.client.send(
    new QueryCommand({
      TableName: 'auditEvents',
      KeyConditionExpression: 'organizationId = :organization',
      ExpressionAttributeValues: marshall({ ':organization': organization }),
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => unmarshall(item));
}

describe('the handler of pre-token-generation', () => {
  it('binds an invitation and puts the claims into both tokens', async () => {
    await invite('ada@example.org', { invitation });
    const { handler } = await import('./handler.ts');
    const first = event('Ada@example.org', 'sub-1');
    const claims = {
      claimsToAddOrOverride: {
        organization_id: organizationId,
        identity_id: identityId,
        verified_email: 'ada@example.org',
      },
    };
    const answer = {
      ...first,
      response: {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: claims,
          accessTokenGeneration: claims,
          groupOverrideDetails: { groupsToOverride: ['ADMINISTRATOR'] },
        },
      },
    };
    expect(await Promise.all([handler(first, context), handler(first, context)])).toEqual([answer, answer]);
    const bound = await read('identities', { organizationId, id: identityId });
    expect(bound).toMatchObject({
      status: 'ACTIVE',
      sub: 'sub-1',
      version: 2,
      updatedAt: expect.not.stringContaining(created.updatedAt) as string,
    });
    expect(bound).not.toHaveProperty('invitation');
    const account = await read('accounts', { sub: 'sub-1', organizationId });
    expect(account).toMatchObject({ identityId, chosenAt: bound?.updatedAt as string });
    expect(await eventsOf(organizationId)).toEqual([
      {
        organizationId,
        id: expect.stringMatching(ULID) as string,
        time: bound?.updatedAt as string,
        action: 'joinOrganization',
        actor: { identityId, name: 'Ada', kind: 'PERSON' },
        targetType: 'Identity',
        targetId: identityId,
        removeAt: Math.floor(Date.parse(bound?.updatedAt as string) / 1000) + 400 * 86_400,
      },
    ]);
    expect(await read('organizations', { id: organizationId })).toMatchObject({ activeAdministrators: 2, version: 1 });
  });

  it('refuses another account with the same address, the suspended and strangers, in words for them', async () => {
    const { handler } = await import('./handler.ts');
    await invite('bob@example.org', { status: 'ACTIVE', sub: 'sub-1' });
    await expect(handler(event('bob@example.org', 'sub-2'), context)).rejects.toThrow('You are not a member');
    await invite('bob@example.org', { status: 'SUSPENDED', sub: 'sub-1' });
    await expect(handler(event('bob@example.org', 'sub-1'), context)).rejects.toThrow(
      'Your access to Weather is suspended; ask an administrator.',
    );
    await expect(handler(event('stranger@example.org'), context)).rejects.toThrow('You are not a member');
  });

  it('makes one organization for two first sign-ins at once, where sign-up is open', async () => {
    vi.stubEnv('SIGN_UP', 'open');
    const { handler } = await import('./handler.ts');
    const answers = await Promise.all([1, 2, 3].map(() => handler(event('eve@example.org'), context)));
    const claims = answers.map(
      ({ response }) => response.claimsAndScopeOverrideDetails.idTokenGeneration.claimsToAddOrOverride,
    );
    expect(new Set(claims.map(({ organization_id }) => organization_id)).size).toBe(1);
    const { organization_id: id, identity_id } = claims[0] ?? { organization_id: '', identity_id: '' };
    expect(id).toMatch(ULID);
    expect(await read('organizations', { id })).toMatchObject({
      name: "Eve's organization",
      activeAdministrators: 1,
      version: 1,
    });
    expect(await read('identities', { organizationId: id, id: identity_id })).toMatchObject({
      role: 'ADMINISTRATOR',
      status: 'ACTIVE',
      email: 'eve@example.org',
    });
    const { Items } = await tables.client.send(
      new QueryCommand({
        TableName: 'memberships',
        KeyConditionExpression: 'email = :email',
        ExpressionAttributeValues: marshall({ ':email': 'eve@example.org' }),
      }),
    );
    expect(Items).toHaveLength(1);
    expect(await eventsOf(id)).toMatchObject([
      { action: 'foundOrganization', actor: { identityId: identity_id, name: 'Eve' }, targetId: id },
    ]);
    const sub = 'sub of eve@example.org';
    expect(await read('accounts', { sub, organizationId: id })).toMatchObject({ identityId: identity_id });
  });

  it('moves the rows of an address that the person has changed, and lets nobody in by the old one', async () => {
    const { handler } = await import('./handler.ts');
    await invite('old@example.org', { id: 'moving', mailStatus: 'BOUNCED', mailStatusAt: created.createdAt });
    await handler(event('old@example.org', 'sub-moving'), context);
    const [answer] = await Promise.all([
      handler(event('new@example.org', 'sub-moving'), context),
      handler(event('new@example.org', 'sub-moving'), context),
    ]);
    expect(answer.response.claimsAndScopeOverrideDetails.idTokenGeneration.claimsToAddOrOverride).toMatchObject({
      identity_id: 'moving',
      verified_email: 'new@example.org',
    });
    const row = await read('identities', { organizationId, id: 'moving' });
    expect(row).toMatchObject({ email: 'new@example.org', version: 3, sub: 'sub-moving' });
    expect(row).not.toHaveProperty('mailStatus');
    expect(await read('memberships', { email: 'old@example.org', organizationId })).toBeUndefined();
    expect(await read('memberships', { email: 'new@example.org', organizationId })).toMatchObject({
      identityId: 'moving',
    });
    const events = (await eventsOf(organizationId)).filter(({ targetId }) => targetId === 'moving');
    expect(events.map(({ action, details }) => [action, details])).toEqual([
      ['joinOrganization', undefined],
      ['changeEmail', { email: 'new@example.org', formerEmail: 'old@example.org' }],
    ]);
    await expect(handler(event('old@example.org', 'sub-2'), context)).rejects.toThrow('You are not a member');
  });

  it('binds a service anew that has another user', async () => {
    const { handler } = await import('./handler.ts');
    const email = '01jz8q6v5x3m9t2b7c4d1e0f8s@services.invalid';
    await invite(email, { id: 'service', kind: 'SERVICE', role: 'OPERATOR' });
    await handler(event(email, 'sub-before'), context);
    await handler(event(email, 'sub-after'), context);
    expect(await read('identities', { organizationId, id: 'service' })).toMatchObject({ sub: 'sub-after', version: 3 });
    expect(await read('accounts', { sub: 'sub-before', organizationId })).toBeUndefined();
    expect(await read('accounts', { sub: 'sub-after', organizationId })).toMatchObject({ identityId: 'service' });
  });

  it('makes the account of whom was bound before there were any', async () => {
    const { handler } = await import('./handler.ts');
    await invite('early@example.org', { id: 'early', status: 'ACTIVE', sub: 'sub-early' });
    await handler(event('early@example.org', 'sub-early'), context);
    const account = { identityId: 'early', chosenAt: created.createdAt };
    expect(await read('accounts', { sub: 'sub-early', organizationId })).toMatchObject(account);
  });

  it('tells a person nothing of what fails inside', async () => {
    vi.stubEnv('MEMBERSHIPS_TABLE', 'no-such-table');
    const { handler } = await import('./handler.ts');
    await expect(handler(event('ada@example.org'), context)).rejects.toThrow(
      /^Something went wrong on our side; request request-1$/,
    );
  });
});
