import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTables, type TestTables } from '../shared/testing/dynamodb.ts';

const context = { awsRequestId: 'request-1', functionName: 'mail-feedback' } as Context;
const ORGANIZATIONS = ['01JZ8Q6V5X3M9T2B7C4D1E0F8G', '01JZ8Q6V5X3M9T2B7C4D1E0F8H'] as const;
const at = '2026-03-01T12:00:00.250Z';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ identities: ['organizationId', 'id'], memberships: ['email', 'organizationId'] });
});
afterAll(() => tables.close());

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('AWS_ENDPOINT_URL', tables.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  // Powertools writes past the test's console otherwise.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('IDENTITIES_TABLE', 'identities');
  vi.stubEnv('MEMBERSHIPS_TABLE', 'memberships');
});

/** An event as SNS hands it to a function. */
const published = (message: unknown) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: 'arn:aws:sns:eu-west-1:123456789012:sonde-test-mail-feedback:1',
      Sns: {
        Type: 'Notification',
        MessageId: 'sns-1',
        TopicArn: 'arn:aws:sns:eu-west-1:123456789012:sonde-test-mail-feedback',
        Message: typeof message === 'string' ? message : JSON.stringify(message),
      },
    },
  ],
});

const bounce = (...addresses: string[]) => ({
  eventType: 'Bounce',
  mail: { messageId: 'message-1', timestamp: at, destination: addresses },
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress })),
    timestamp: at,
  },
});

async function makePerson(organizationId: string, id: string, email: string): Promise<void> {
  await tables.put('identities', { organizationId, id, email, version: 1 });
  await tables.put('memberships', { organizationId, identityId: id, email });
}

async function statusOf(organizationId: string, id: string): Promise<unknown> {
  const Key = marshall({ organizationId, id });
  const { Item } = await tables.client.send(new GetItemCommand({ TableName: 'identities', Key, ConsistentRead: true }));
  return unmarshall(Item ?? {}).mailStatus;
}

/** What the function writes to its log, in one text. */
function logged(): () => string {
  const lines: unknown[] = [];
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(console, level).mockImplementation((line: unknown) => {
      lines.push(line);
    });
  return () => lines.map(String).join('\n');
}

describe('the handler of mail-feedback', () => {
  it('marks all identities of an address, of whatever organizations, and no other', async () => {
    const log = logged();
    for (const [index, organizationId] of ORGANIZATIONS.entries())
      await makePerson(organizationId, `ada-${index}`, 'ada@example.com');
    await makePerson(ORGANIZATIONS[0], 'bob', 'bob@example.com');
    const { handler } = await import('./handler.ts');
    await handler(published(bounce('Ada@Example.com')), context);
    expect(await statusOf(ORGANIZATIONS[0], 'ada-0')).toBe('BOUNCED');
    expect(await statusOf(ORGANIZATIONS[1], 'ada-1')).toBe('BOUNCED');
    expect(await statusOf(ORGANIZATIONS[0], 'bob')).toBeUndefined();
    expect(log()).not.toMatch(/ada@example\.com/i);
  });

  it('says in its log, and not in full, which address nobody has', async () => {
    const log = logged();
    const { handler } = await import('./handler.ts');
    await handler(published(bounce('nobody@elsewhere.example')), context);
    expect(log()).toContain('an address that nobody has');
    expect(log()).toContain('@elsewhere.example');
    expect(log()).not.toContain('nobody@');
  });

  it('fails, for Lambda to bring the event again, where some could not be marked, and marks the others', async () => {
    const log = logged();
    await makePerson(ORGANIZATIONS[0], 'carol', 'carol@example.com');
    // A row of memberships that names no identity.
    await tables.put('memberships', { email: 'dan@example.com', organizationId: ORGANIZATIONS[0] });
    const { handler } = await import('./handler.ts');
    await expect(handler(published(bounce('dan@example.com', 'carol@example.com')), context)).rejects.toThrow(
      'Not every identity could be marked',
    );
    expect(await statusOf(ORGANIZATIONS[0], 'carol')).toBe('BOUNCED');
    expect(log()).toContain('An identity could not be marked');
    expect(log()).not.toContain('dan@example.com');
  });

  it('takes the message that SES tries the topic with', async () => {
    logged();
    const { handler } = await import('./handler.ts');
    const message = 'Successfully validated SNS topic for Amazon SES event publishing.';
    await expect(handler(published(message), context)).resolves.toBeUndefined();
  });

  it('raises an error where the mail service rejected a mail', async () => {
    const log = logged();
    const { handler } = await import('./handler.ts');
    await handler(
      published({ eventType: 'Reject', mail: { messageId: 'message-2' }, reject: { reason: 'Bad content' } }),
      context,
    );
    expect(log()).toContain('ERROR');
    expect(log()).toContain('Bad content');
  });

  it.each([{}, { Records: [] }, published('hello'), published({ eventType: 'Bounce', bounce: 'ada@example.com' })])(
    'refuses what is no such event, and keeps it out of the log (%#)',
    async (event) => {
      const log = logged();
      const { handler } = await import('./handler.ts');
      await expect(handler(event, context)).rejects.toThrow('Not as expected');
      expect(log()).not.toContain('ada@example.com');
    },
  );
});
