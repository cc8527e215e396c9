import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';

const context = { awsRequestId: 'request-1', functionName: 'pre-sign-up' } as Context;

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ memberships: ['email', 'organizationId'], identities: ['organizationId', 'id'] });
  await identity('ada', { invitation: { sentAt: '2026-01-01T00:00:00.000Z', expiresAt: '9999-12-31T00:00:00.000Z' } });
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
  vi.stubEnv('MEMBERSHIPS_TABLE', 'memberships');
  vi.stubEnv('IDENTITIES_TABLE', 'identities');
  vi.stubEnv('SIGN_UP', 'invited');
});

/** Puts an identity and its membership: INVITED without an end, unless the test says otherwise. */
async function identity(name: string, change: object = {}): Promise<void> {
  const email = `${name}@example.org`;
  const row = { kind: 'PERSON', name, email, role: 'VIEWER', status: 'INVITED', version: 1 };
  const createdAt = '2026-01-01T00:00:00.000Z';
  await tables.put('identities', { organizationId: 'o', id: name, createdAt, ...row, ...change });
  await tables.put('memberships', { email, organizationId: 'o', identityId: name });
}

function event(email: string | undefined, triggerSource = 'PreSignUp_SignUp') {
  return { version: '1', triggerSource, request: { userAttributes: { email }, validationData: {} }, response: {} };
}

describe('the handler of pre-sign-up', () => {
  it('lets the invited sign up, and confirms nobody', async () => {
    const { handler } = await import('./handler.ts');
    expect(await handler(event(' Ada@Example.org'), context)).toMatchObject({
      triggerSource: 'PreSignUp_SignUp',
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });
  });

  it('refuses others, in words for them', async () => {
    const { handler } = await import('./handler.ts');
    await expect(handler(event('bob@example.org'), context)).rejects.toThrow(
      'This e-mail address has no invitation; ask an administrator of your organization.',
    );
    await expect(handler(event(undefined), context)).rejects.toThrow('An e-mail address is needed to sign up.');
  });

  it('refuses an invitation that has expired, and an identity that is suspended', async () => {
    const { handler } = await import('./handler.ts');
    await identity('late', {
      invitation: { sentAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-15T00:00:00.000Z' },
    });
    await expect(handler(event('late@example.org'), context)).rejects.toThrow(
      'The invitation of this e-mail address has expired; ask an administrator of your organization to send it again.',
    );
    await identity('suspended', { status: 'SUSPENDED', sub: 'sub-1' });
    await expect(handler(event('suspended@example.org'), context)).rejects.toThrow('has no invitation');
  });

  it('lets those sign up again who are active, and whose invitation has no end', async () => {
    const { handler } = await import('./handler.ts');
    await identity('active', { status: 'ACTIVE', sub: 'sub-2' });
    await expect(handler(event('active@example.org'), context)).resolves.toBeDefined();
    await identity('first');
    await expect(handler(event('first@example.org'), context)).resolves.toBeDefined();
  });

  it.each(['invited', 'open'])('lets nobody sign up as a service where sign-up is %s', async (signUp) => {
    vi.stubEnv('SIGN_UP', signUp);
    const { handler } = await import('./handler.ts');
    const address = '01JZ8Q6V5X3M9T2B7C4D1E0F8S@Services.invalid';
    await expect(handler(event(address), context)).rejects.toThrow('A service cannot sign up');
    await expect(handler(event(address, 'PreSignUp_AdminCreateUser'), context)).resolves.toBeDefined();
  });

  it('lets an administrator make users', async () => {
    const { handler } = await import('./handler.ts');
    await expect(handler(event('bob@example.org', 'PreSignUp_AdminCreateUser'), context)).resolves.toBeDefined();
  });

  it('lets everybody with an address sign up where sign-up is open', async () => {
    vi.stubEnv('SIGN_UP', 'open');
    const { handler } = await import('./handler.ts');
    await expect(handler(event('bob@example.org'), context)).resolves.toBeDefined();
    await expect(handler(event(undefined), context)).rejects.toThrow('An e-mail address is needed');
  });

  it('tells a person nothing of what fails inside', async () => {
    vi.stubEnv('MEMBERSHIPS_TABLE', 'no-such-table');
    const { handler } = await import('./handler.ts');
    await expect(handler(event('ada@example.org'), context)).rejects.toThrow(
      /^Something went wrong on our side; request request-1$/,
    );
  });
});
