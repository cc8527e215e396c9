import { marshall } from '@aws-sdk/util-dynamodb';
import { confirmSignUp, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { configure } from '../examples/client.ts';
import {
  AuditEventsDocument,
  CreateIdentityDocument,
  DeleteIdentityDocument,
  IdentityDocument,
  ResendInvitationDocument,
  RevokeInvitationDocument,
  UpdateIdentityDocument,
  type CreateIdentityInput,
  type IdentityFieldsFragment,
} from '../examples/generated/documents.ts';
import { physicalName } from '../local/stack/names.ts';
import { fieldError } from './support/graphql.ts';
import { codeFor, mailsTo, mailTo } from './support/mailbox.ts';
import { aTime } from './support/matchers.ts';
import { makeOrganization, PASSWORD, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { rowsOf } from './support/tables.ts';
import { until } from './support/until.ts';

let sonde: Sonde;
let harbour: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
});
beforeEach(async () => {
  configure(sonde.outputs);
  await signOut();
});
afterAll(() => sonde.close());

async function create(name: string, more: Partial<CreateIdentityInput> = {}): Promise<IdentityFieldsFragment> {
  const input = { name, email: `${name.toLowerCase()}@harbour.example`, role: 'OPERATOR' as const, ...more };
  return (await harbour.administrator.request(CreateIdentityDocument, { input })).createIdentity;
}

/** The identity when its invitation has been mailed. */
function mailed({ id }: { id: string }): Promise<IdentityFieldsFragment> {
  return until(`an invitation that is SENT`, async () => {
    const { identity } = await harbour.administrator.request(IdentityDocument, { id });
    return identity?.invitation?.status === 'SENT' ? identity : undefined;
  });
}

/** Moves the times of an invitation into the past. */
async function age({ id }: { id: string }, times: { sentAt?: string; expiresAt?: string }): Promise<void> {
  const { services } = sonde;
  for (const [name, time] of Object.entries(times)) {
    await services.dynamodb.call('UpdateItem', {
      TableName: physicalName('identities'),
      Key: marshall({ organizationId: harbour.id, id }),
      UpdateExpression: 'SET invitation.#name = :time',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: marshall({ ':time': time }),
    });
  }
}

async function signUpAndConfirm(username: string): Promise<void> {
  await signUp({ username, password: PASSWORD });
  await confirmSignUp({ username, confirmationCode: await codeFor(sonde, username) });
}

const refused = (trigger: string, message: string) => ({
  name: 'UserLambdaValidationException',
  message: `${trigger} failed with error ${message}.`,
});

describe('an invitation', () => {
  it('is mailed in the person’s language, and accepted by their first sign-in', async () => {
    const invited = await create('Zoé', { email: 'zoe@harbour.example', locale: 'fr' });
    expect(invited).toMatchObject({ status: 'INVITED', invitation: { status: 'PENDING', error: null, sentAt: aTime } });
    const { invitation, version } = await mailed(invited);
    expect({ ...invitation, version }).toEqual({ ...invited.invitation, status: 'SENT', version: 1 });
    const days = Date.parse(invitation?.expiresAt ?? '') - Date.parse(invitation?.sentAt ?? '');
    expect(days / 86_400_000).toBe(14);

    const { subject, text, html } = await mailTo(sonde, invited.email, /^Invitation/);
    expect(subject).toBe('Invitation – Harbour');
    expect(text).toContain('Bonjour Zoé,');
    expect(text).toContain('zoe@harbour.example');
    expect(text).toContain('Exploitation');
    const { consoleUrl } = sonde.addresses;
    expect(text.split('\n')).toContain(consoleUrl);
    expect(html).toContain(`href="${consoleUrl}"`);

    await signUpAndConfirm(invited.email);
    expect((await signIn({ username: invited.email, password: PASSWORD })).isSignedIn).toBe(true);
    const { identity } = await harbour.administrator.request(IdentityDocument, { id: invited.id });
    expect(identity).toEqual({ ...invited, status: 'ACTIVE', invitation: null, version: 2, updatedAt: aTime });
    const { auditEvents } = await harbour.administrator.request(AuditEventsDocument, { targetId: invited.id });
    expect(auditEvents.items).toMatchObject([
      {
        action: 'joinOrganization',
        actor: { identityId: invited.id, name: 'Zoé', kind: 'PERSON' },
        targetType: 'Identity',
        sourceIp: null,
      },
      { action: 'createIdentity', actor: { identityId: harbour.administrator.identityId }, sourceIp: '127.0.0.1' },
    ]);
  });

  it('is sent again, not at once, and is good for 14 days from then', async () => {
    const invited = await create('Again');
    await mailed(invited);
    const input = { id: invited.id, expectedVersion: 1 };
    const { data, errors } = await harbour.administrator.ask(ResendInvitationDocument, { input });
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ errorType: 'LimitExceededError' }]);

    await age(invited, { sentAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-15T00:00:00.000Z' });
    const { resendInvitation: resent } = await harbour.administrator.request(ResendInvitationDocument, { input });
    expect(resent).toMatchObject({ version: 2, invitation: { status: 'PENDING' } });
    expect(Date.parse(resent.invitation?.expiresAt ?? '')).toBeGreaterThan(Date.now() + 13 * 86_400_000);
    await mailTo(sonde, invited.email, /^Invitation/, 2);
    expect(await mailed(invited)).toEqual({ ...resent, invitation: { ...resent.invitation, status: 'SENT' } });
  });

  it('that is revoked lets nobody sign up or in', async () => {
    const [early, late] = [await create('Early'), await create('Late')];
    await signUpAndConfirm(early.email);
    for (const { id } of [early, late]) {
      const input = { id, expectedVersion: 1 };
      const { revokeInvitation } = await harbour.administrator.request(RevokeInvitationDocument, { input });
      expect(revokeInvitation).toMatchObject({ id, status: 'INVITED' });
    }
    await expect(signIn({ username: early.email, password: PASSWORD })).rejects.toMatchObject(
      refused('PreTokenGeneration', 'You are not a member of an organization; ask an administrator to invite you.'),
    );
    await expect(signUp({ username: late.email, password: PASSWORD })).rejects.toMatchObject(
      refused('PreSignUp', 'This e-mail address has no invitation; ask an administrator of your organization.'),
    );
    expect((await rowsOf(sonde, 'memberships')).filter(({ email }) => email === late.email)).toEqual([]);
  });

  it('that has expired lets nobody sign up or in, until it is sent again', async () => {
    const [early, late] = [await create('Punctual'), await create('Tardy')];
    await signUpAndConfirm(early.email);
    await Promise.all([mailed(early), mailed(late)]);
    const past = { sentAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-15T00:00:00.000Z' };
    await age(early, past);
    await age(late, past);
    await expect(signIn({ username: early.email, password: PASSWORD })).rejects.toMatchObject(
      refused(
        'PreTokenGeneration',
        'Your invitation to Harbour expired on 2026-01-15; ask an administrator to send it again.',
      ),
    );
    await expect(signUp({ username: late.email, password: PASSWORD })).rejects.toMatchObject(
      refused(
        'PreSignUp',
        'The invitation of this e-mail address has expired; ask an administrator of your organization to send it again.',
      ),
    );
    for (const { id } of [early, late]) {
      await harbour.administrator.request(ResendInvitationDocument, { input: { id, expectedVersion: 1 } });
    }
    expect((await signIn({ username: early.email, password: PASSWORD })).isSignedIn).toBe(true);
    await expect(signUp({ username: late.email, password: PASSWORD })).resolves.toBeDefined();
  });

  it('is kept through a suspension, and is nothing that an active identity or a service’s address has', async () => {
    const invited = await mailed(await create('Paused'));
    const update = (expectedVersion: number, status: 'SUSPENDED' | 'ACTIVE') =>
      harbour.administrator.request(UpdateIdentityDocument, { input: { id: invited.id, expectedVersion, status } });
    expect((await update(1, 'SUSPENDED')).updateIdentity).toMatchObject({ status: 'SUSPENDED' });
    await expect(signUp({ username: invited.email, password: PASSWORD })).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
    });
    const { updateIdentity: lifted } = await update(2, 'ACTIVE');
    expect(lifted).toEqual({ ...invited, version: 3, updatedAt: aTime });

    const { identityId: id } = harbour.viewer;
    const input = { id, expectedVersion: 2 };
    const message = `"viewer at harbour.example" is ACTIVE: only who is INVITED has an invitation.`;
    for (const [field, document] of [
      ['resendInvitation', ResendInvitationDocument],
      ['revokeInvitation', RevokeInvitationDocument],
    ] as const) {
      expect(await harbour.administrator.ask(document, { input })).toEqual({
        data: null,
        errors: [fieldError(field, 'ValidationError', message)],
      });
    }
    const service = { name: 'X', email: 'x@services.invalid', role: 'VIEWER' };
    expect(await harbour.administrator.ask(CreateIdentityDocument, { input: service })).toMatchObject({
      errors: [{ errorType: 'ValidationError' }],
    });
  });

  it('is void where the identity is deleted, and no mail tells of it twice', async () => {
    const invited = await mailed(await create('Gone'));
    await harbour.administrator.request(DeleteIdentityDocument, { input: { id: invited.id, expectedVersion: 1 } });
    // As Lambda delivers an event more than once.
    const { error } = await sonde.services.lambda.invoke(physicalName('send-invitation'), {
      organizationId: harbour.id,
      identityId: invited.id,
      sentAt: invited.invitation?.sentAt,
    });
    expect(error).toBeUndefined();
    expect(await mailsTo(sonde, invited.email)).toHaveLength(1);
    await expect(signUp({ username: invited.email, password: PASSWORD })).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
    });
  });
});

it('a session that is refreshed asks for the identity anew', async () => {
  const invited = await create('Fresh', { role: 'VIEWER' });
  await signUpAndConfirm(invited.email);
  await signIn({ username: invited.email, password: PASSWORD });
  const input = { id: invited.id, expectedVersion: 2, role: 'OPERATOR' as const };
  await harbour.administrator.request(UpdateIdentityDocument, { input });
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  expect(tokens?.accessToken.payload['cognito:groups']).toEqual(['OPERATOR']);
});
