import type { Context } from 'aws-lambda';
import { beforeEach, expect, it, vi } from 'vitest';

const context = { awsRequestId: 'request-1', functionName: 'send-invitation' } as Context;

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('IDENTITIES_TABLE', 'identities');
  vi.stubEnv('ORGANIZATIONS_TABLE', 'organizations');
  vi.stubEnv('MAIL_FROM', 'no-reply@sonde.example');
  vi.stubEnv('SIGN_IN_URL', '');
});

it.each([{}, { organizationId: 'x', identityId: 'y', sentAt: 'z' }, null])('refuses the event %j', async (event) => {
  const { handler } = await import('./handler.ts');
  await expect(handler(event, context)).rejects.toThrow();
});

it('wants a sign-in page that is a URL, or none', async () => {
  vi.stubEnv('SIGN_IN_URL', 'sonde.example');
  await expect(import('./handler.ts')).rejects.toThrow();
});
