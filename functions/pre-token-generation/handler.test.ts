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
const created = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', version: 1 };

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({
    organizations: ['id'],
    identities: ['organizationId', 'id'],
    memberships: ['email', 'organizationId'],
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
  await tables.put('identities', { organizationId, id: identityId, ...identity, ...change });
  await tables.put('memberships', { email, organizationId, identityId });
}

async function read(table: string, key: object) {
  const { Item } = await tables.client.send(
    new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
  );
  return Item && unmarshall(Item);
}

describe('the handler of pre-token-generation', () => {
  it('binds an invitation and puts the claims into both tokens', async () => {
    await invite('ada@example.org');
    const { handler } = await import('./handler.ts');
    const first = event('Ada@example.org', 'sub-1');
    const claims = { claimsToAddOrOverride: { organization_id: organizationId, identity_id: identityId } };
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
    expect(await read('identities', { organizationId, id: identityId })).toMatchObject({
      status: 'ACTIVE',
      sub: 'sub-1',
      version: 2,
      updatedAt: expect.not.stringContaining(created.updatedAt) as string,
    });
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
  });

  it('tells a person nothing of what fails inside', async () => {
    vi.stubEnv('MEMBERSHIPS_TABLE', 'no-such-table');
    const { handler } = await import('./handler.ts');
    await expect(handler(event('ada@example.org'), context)).rejects.toThrow(
      /^Something went wrong on our side; request request-1$/,
    );
  });
});
