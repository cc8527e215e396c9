import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';

const context = { awsRequestId: 'request-1', functionName: 'pre-sign-up' } as Context;

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ memberships: ['email', 'organizationId'] });
  await tables.put('memberships', { email: 'ada@example.org', organizationId: 'o', identityId: 'i' });
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
  vi.stubEnv('SIGN_UP', 'invited');
});

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
