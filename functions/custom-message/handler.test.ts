import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestTables } from '../shared/testing/dynamodb.ts';
import { startTables } from '../shared/testing/dynamodb.ts';

const context = { awsRequestId: 'request-1', functionName: 'custom-message' } as Context;
const french = { response: { emailSubject: 'Confirmez votre adresse e-mail – Sonde' } };
const english = { response: { emailSubject: 'Confirm your e-mail address – Sonde' } };

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ memberships: ['email', 'organizationId'], identities: ['organizationId', 'id'] });
  const join = async (email: string, organizationId: string, identityId: string, locale: string) => {
    await tables.put('memberships', { email, organizationId, identityId });
    await tables.put('identities', { organizationId, id: identityId, email, locale });
  };
  await join('ada@example.org', 'a', '01A', 'fr');
  await join('bob@example.org', 'a', '01B', 'en');
  await join('bob@example.org', 'b', '01C', 'fr');
  await tables.put('memberships', { email: 'gone@example.org', organizationId: 'a', identityId: '01D' });
});
afterAll(() => tables.close());
beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('AWS_ENDPOINT_URL', tables.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  vi.stubEnv('MEMBERSHIPS_TABLE', 'memberships');
  vi.stubEnv('IDENTITIES_TABLE', 'identities');
});

const eventOf = (userAttributes: object) => ({
  version: '1',
  triggerSource: 'CustomMessage_SignUp',
  userName: 'ada',
  request: { userAttributes, codeParameter: '{####}', usernameParameter: null, clientMetadata: {} },
  response: { smsMessage: null, emailMessage: null, emailSubject: null },
});

async function answer(event: unknown): Promise<unknown> {
  const { handler } = await import('./handler.ts');
  return handler(event, context);
}

describe('the handler of custom-message', () => {
  it('answers the event with a message', async () => {
    const event = eventOf({ sub: 's', email: 'nobody@example.org' });
    const { response: _, ...rest } = event;
    expect(await answer(event)).toMatchObject({ ...rest, ...english });
  });

  it("writes in the language of the user's own locale", async () => {
    expect(await answer(eventOf({ email: 'bob@example.org', locale: 'en-GB' }))).toMatchObject(english);
    expect(await answer(eventOf({ email: 'nobody@example.org', locale: 'fr-CH' }))).toMatchObject(french);
  });

  it("writes in the language of the address's newest identity, where the user has none", async () => {
    expect(await answer(eventOf({ email: 'Ada@Example.org' }))).toMatchObject(french);
    expect(await answer(eventOf({ email: 'bob@example.org', locale: 'de' }))).toMatchObject(french);
    expect(await answer(eventOf({ email: 'gone@example.org' }))).toMatchObject(english);
  });

  it.each(['MEMBERSHIPS_TABLE', 'IDENTITIES_TABLE'])('writes in English where it cannot read %s', async (table) => {
    vi.stubEnv(table, 'no-such-table');
    expect(await answer(eventOf({ email: 'ada@example.org' }))).toMatchObject(english);
  });

  it('refuses to write to a service, which has no mailbox', async () => {
    await expect(answer(eventOf({ email: '01abc@services.invalid', locale: 'fr' }))).rejects.toThrow(
      'A service gets no mail; an administrator can give it another secret.',
    );
  });

  it('leaves to Cognito what it does not know', async () => {
    const unknown = { ...eventOf({}), triggerSource: 'CustomMessage_Later' };
    expect(await answer(unknown)).toEqual(unknown);
    expect(await answer('nothing')).toBe('nothing');
  });
});
