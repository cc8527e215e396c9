import {
  confirmSignUp,
  confirmUserAttribute,
  fetchAuthSession,
  signIn as amplifySignIn,
  signOut,
  signUp,
  updateUserAttributes,
} from 'aws-amplify/auth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configure, signInAs } from '../examples/client.ts';
import {
  AcceptInvitationDocument,
  AuditEventsDocument,
  CreateIdentityDocument,
  DeleteIdentityDocument,
  IdentityDocument,
  InvitationsDocument,
  MeDocument,
} from '../examples/generated/documents.ts';
import { codeFor } from './support/mailbox.ts';
import { makeMember, makeOrganization, PASSWORD, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { rowsOf } from './support/tables.ts';

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
});
afterAll(() => sonde.close());

/** Has the person who is signed in change their address, as a front end does. */
async function changeAddress(email: string): Promise<void> {
  const answer = await updateUserAttributes({ userAttributes: { email } });
  expect(answer.email.nextStep.updateAttributeStep).toBe('CONFIRM_ATTRIBUTE_WITH_CODE');
  await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: await codeFor(sonde, email) });
}

async function refresh(member: Member): Promise<void> {
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  member.token = String(tokens?.accessToken);
}

async function addressesOf(organizationId: string, identityId: string): Promise<unknown[]> {
  const rows = await rowsOf(sonde, 'memberships');
  return rows
    .filter((row) => row.organizationId === organizationId && row.identityId === identityId)
    .map(({ email }) => email);
}

it('moves the identity at the next token, and lets nobody in who has the old address by then', async () => {
  const [old, fresh] = ['mover@harbour.example', 'moved@harbour.example'];
  const mover = await makeMember(sonde, harbour.id, 'OPERATOR', old);
  const { identityId: id } = mover;
  const answer = await updateUserAttributes({ userAttributes: { email: fresh } });
  expect(answer.email.nextStep.updateAttributeStep).toBe('CONFIRM_ATTRIBUTE_WITH_CODE');
  // Nothing is theirs that they have not verified.
  await refresh(mover);
  expect((await mover.request(MeDocument, {})).me.identity.email).toBe(old);
  await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: await codeFor(sonde, fresh) });
  await refresh(mover);
  expect((await mover.request(MeDocument, {})).me.identity).toMatchObject({ id, email: fresh, version: 3 });
  expect(await addressesOf(harbour.id, id)).toEqual([fresh]);
  const { auditEvents } = await harbour.administrator.request(AuditEventsDocument, { action: 'changeEmail' });
  expect(auditEvents.items).toMatchObject([{ actor: { identityId: id }, targetId: id, sourceIp: null }]);
  expect(JSON.parse(auditEvents.items[0]?.details ?? '')).toEqual({ email: fresh, formerEmail: old });

  // The old address is free, for whoever is invited by it: nobody else was.
  await signOut();
  await expect(signUp({ username: old, password: PASSWORD })).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
  });
  await expect(amplifySignIn({ username: old, password: PASSWORD })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  const input = { name: 'Successor', email: old, role: 'VIEWER' as const };
  const { createIdentity } = await harbour.administrator.request(CreateIdentityDocument, { input });
  await signUp({ username: old, password: PASSWORD });
  await confirmSignUp({ username: old, confirmationCode: await codeFor(sonde, old) });
  await signInAs(old, PASSWORD);
  const { tokens } = await fetchAuthSession();
  expect(tokens?.accessToken.payload).toMatchObject({
    identity_id: createIdentity.id,
    'cognito:groups': ['VIEWER'],
  });
});

it('gives the old address to nobody before the identity has moved', async () => {
  const [old, fresh] = ['slow@harbour.example', 'slower@harbour.example'];
  const slow = await makeMember(sonde, harbour.id, 'ADMINISTRATOR', old);
  await changeAddress(fresh);
  await signOut();
  // The row still has the old address, which makes it free to sign up: not to be whom it was.
  await signUp({ username: old, password: PASSWORD });
  await confirmSignUp({ username: old, confirmationCode: await codeFor(sonde, old) });
  await expect(amplifySignIn({ username: old, password: PASSWORD })).rejects.toMatchObject({
    message:
      'PreTokenGeneration failed with error You are not a member of an organization; ask an administrator to invite you..',
  });
  await signInAs(fresh, PASSWORD);
  await refresh(slow);
  expect((await slow.request(MeDocument, {})).me.identity).toMatchObject({ id: slow.identityId, email: fresh });
});

it('keeps the identity as it is where the new address has another one, and shows no invitation of the old one', async () => {
  const [old, fresh] = ['first@harbour.example', 'second@harbour.example'];
  const mover = await makeMember(sonde, harbour.id, 'OPERATOR', old);
  const taken = { name: 'Second', email: fresh, role: 'ADMINISTRATOR' as const };
  const { createIdentity: other } = await harbour.administrator.request(CreateIdentityDocument, { input: taken });
  await changeAddress(fresh);
  await refresh(mover);
  expect((await mover.request(MeDocument, {})).me.identity).toMatchObject({
    id: mover.identityId,
    email: old,
    version: 2,
  });
  expect(await addressesOf(harbour.id, other.id)).toEqual([fresh]);
  // They are somebody in that organization already.
  expect(await mover.ask(AcceptInvitationDocument, { organizationId: harbour.id })).toMatchObject({
    errors: [{ errorType: 'ConflictError' }],
  });

  // Meadow invites whoever has the old address now, and whoever has the new one.
  const invite = async (email: string) => {
    const input = { name: email, email, role: 'VIEWER' as const };
    return (await meadow.administrator.request(CreateIdentityDocument, { input })).createIdentity;
  };
  const byOld = await invite(old);
  expect(await mover.request(InvitationsDocument, {})).toEqual({ invitations: [] });
  expect(await mover.ask(AcceptInvitationDocument, { organizationId: meadow.id })).toMatchObject({
    errors: [{ errorType: 'NotFoundError' }],
  });
  await meadow.administrator.request(DeleteIdentityDocument, { input: { id: byOld.id, expectedVersion: 1 } });
  await invite(fresh);
  const { acceptInvitation } = await mover.request(AcceptInvitationDocument, { organizationId: meadow.id });
  expect(acceptInvitation).toMatchObject({ organizationName: 'Meadow', status: 'ACTIVE' });

  // The address is given free: the next token moves what was left.
  await harbour.administrator.request(DeleteIdentityDocument, { input: { id: other.id, expectedVersion: 1 } });
  await refresh(mover);
  const { identity } = await harbour.administrator.request(IdentityDocument, { id: mover.identityId });
  expect(identity).toMatchObject({ email: fresh, version: 3 });
});

it('cannot be had without a code', async () => {
  configure(sonde.outputs);
  await signInAs(harbour.viewer.email, PASSWORD);
  await updateUserAttributes({ userAttributes: { email: meadow.administrator.email } }).catch(() => undefined);
  await fetchAuthSession({ forceRefresh: true });
  expect((await harbour.viewer.request(MeDocument, {})).me.identity.email).toBe(harbour.viewer.email);
});
