import { SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mail } from '../shared/mail/mailer.ts';
import { startTables, type TestTables } from '../shared/testing/dynamodb.ts';
import { FAULTS, Outside } from '../shared/testing/outside.ts';
import type { InvitationEvent } from './event.ts';
import { identitiesTable } from './identities-table.ts';
import { sendInvitation } from './send-invitation.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const organizationId = ulid();
const sentAt = '2026-03-01T12:00:00.000Z';
const expiresAt = '2026-03-15T12:00:00.000Z';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ identities: ['organizationId', 'id'] });
});
afterAll(() => tables.close());

async function invite(change: object = {}, invitation: object = {}): Promise<InvitationEvent> {
  const identityId = ulid();
  await tables.put('identities', {
    ...{ organizationId, id: identityId, name: 'Ada', email: 'ada@example.org', locale: 'fr', role: 'VIEWER' },
    ...{ status: 'INVITED', version: 1, updatedAt: sentAt, ...change },
    invitation: { sentAt, expiresAt, status: 'PENDING', ...invitation },
  });
  return { organizationId, identityId, sentAt };
}

async function rowOf({ identityId: id }: InvitationEvent): Promise<Record<string, unknown> | undefined> {
  const Key = marshall({ organizationId, id });
  const { Item } = await tables.client.send(new GetItemCommand({ TableName: 'identities', Key, ConsistentRead: true }));
  return Item && unmarshall(Item);
}

async function outcomeOf(event: InvitationEvent): Promise<Record<string, unknown>> {
  const { invitation, ...row } = (await rowOf(event)) ?? {};
  // Nobody has edited the identity.
  expect(row).toMatchObject({ version: 1, updatedAt: sentAt });
  const {
    sentAt: _sentAt,
    expiresAt: _expiresAt,
    attempts: _attempts,
    ...outcome
  } = invitation as Record<string, unknown>;
  return outcome;
}

/** A mail service that answers by `refuse`, and what it took. */
function world({ refuse, outside = new Outside() }: { refuse?: () => Error; outside?: Outside } = {}) {
  const mails: Mail[] = [];
  return {
    mails,
    ports: {
      invitations: identitiesTable(outside.watch(tables.client), 'identities'),
      organizationName: () => outside.call('organizationName', () => Promise.resolve('Weather')),
      mailer: {
        send: (mail: Mail) =>
          outside.call('send', () => {
            if (refuse) return Promise.reject(refuse());
            mails.push(mail);
            return Promise.resolve();
          }),
      },
      signInUrl: 'https://sonde.example',
      log,
    },
  };
}

const refusal = (name: string, $fault: 'client' | 'server') =>
  new SESv2ServiceException({ name, $fault, message: 'no', $metadata: {} });

describe('sendInvitation', () => {
  it('mails the invitation once, however often it is asked to, and marks it', async () => {
    const event = await invite({}, { status: 'FAILED', error: 'what was before' });
    const { ports, mails } = world();
    await sendInvitation(event, ports);
    await sendInvitation(event, ports);
    expect(mails).toMatchObject([{ to: 'ada@example.org', subject: 'Invitation – Weather' }]);
    expect(await outcomeOf(event)).toEqual({ status: 'SENT' });
  });

  it.each([
    ['has been accepted', { status: 'ACTIVE' }, {}],
    ['is suspended', { status: 'SUSPENDED' }, {}],
    ['has been sent anew', {}, { sentAt: '2026-03-02T12:00:00.000Z' }],
  ])('mails none that %s', async (_, change, invitation) => {
    const event = await invite(change, invitation);
    const { ports, mails } = world();
    await sendInvitation(event, ports);
    expect(mails).toEqual([]);
    expect(await outcomeOf(event)).toEqual({ status: 'PENDING' });
  });

  it('mails none that has been revoked, and makes no row of it', async () => {
    const event = { organizationId, identityId: ulid(), sentAt };
    const { ports, mails } = world();
    await sendInvitation(event, ports);
    expect(mails).toEqual([]);
    expect(await rowOf(event)).toBeUndefined();
  });

  it('writes over no later invitation', async () => {
    const event = await invite();
    const resend = async () => {
      const row = (await rowOf(event)) ?? {};
      await tables.put('identities', { ...row, invitation: { sentAt: 'later', expiresAt, status: 'PENDING' } });
    };
    await sendInvitation(event, world({ outside: new Outside('send', resend) }).ports);
    expect(await outcomeOf(event)).toEqual({ status: 'PENDING' });
  });

  it.each([
    ['BOUNCED', 'bounced'],
    ['COMPLAINED', 'spam'],
  ])('mails nobody whose address is %s, and says why', async (mailStatus, reason) => {
    const event = await invite({ mailStatus });
    const { ports, mails } = world();
    await sendInvitation(event, ports);
    expect(mails).toEqual([]);
    const { status, error } = await outcomeOf(event);
    expect([status, error]).toEqual(['FAILED', expect.stringContaining(reason)]);
  });

  it('gives up at once what the mail service will never take', async () => {
    const event = await invite();
    await sendInvitation(event, world({ refuse: () => refusal('MessageRejected', 'client') }).ports);
    expect(await outcomeOf(event)).toEqual({
      status: 'FAILED',
      error: 'The mail service did not take it: MessageRejected.',
    });
  });

  it.each([
    refusal('TooManyRequestsException', 'client'),
    refusal('InternalServiceError', 'server'),
    Object.assign(new Error('no answer'), { name: 'TimeoutError' }),
  ])('has Lambda try $name again, and gives up the third time', async (error) => {
    const event = await invite();
    const { ports } = world({ refuse: () => error });
    await expect(sendInvitation(event, ports)).rejects.toBe(error);
    await expect(sendInvitation(event, ports)).rejects.toBe(error);
    expect(await outcomeOf(event)).toEqual({ status: 'PENDING' });
    await sendInvitation(event, ports);
    expect(await outcomeOf(event)).toEqual({
      status: 'FAILED',
      error: `The mail service did not take it: ${error.name}.`,
    });
  });

  it.each(FAULTS)('comes to a mail and its mark wherever Lambda has to try again: %s', async (fault) => {
    const undisturbed = new Outside();
    await sendInvitation(await invite(), world({ outside: undisturbed }).ports);
    for (const at of undisturbed.calls.keys()) {
      const event = await invite();
      const outside = new Outside(at, fault);
      const first = world({ outside });
      await Promise.race([outside.ended, sendInvitation(event, first.ports).catch(() => undefined)]);
      const second = world();
      await sendInvitation(event, second.ports);
      expect(first.mails.length + second.mails.length).toBeGreaterThanOrEqual(1);
      expect(await outcomeOf(event)).toEqual({ status: 'SENT' });
    }
  });
});
