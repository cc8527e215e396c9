import { fetchAuthSession } from 'aws-amplify/auth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  AuditEventsDocument,
  CreateIdentityDocument,
  DeleteIdentityDocument,
  IdentityDocument,
  InvitationsDocument,
  MembershipsDocument,
  OrganizationDocument,
  SwitchOrganizationDocument,
} from '../examples/generated/documents.ts';
import type { Role } from '../schema/generated/types.ts';
import { fieldError } from './support/graphql.ts';
import { aTime, tally } from './support/matchers.ts';
import { makeMember, makeOrganization, setStatus, signIn, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows, rowsOf } from './support/tables.ts';

let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
});
afterAll(() => sonde.close());

/** Invites a person to an organization. @returns the identity's id */
async function invite({ administrator }: Organization, { email }: Member, role: Role): Promise<string> {
  const input = { name: 'Guest', email, role };
  return (await administrator.request(CreateIdentityDocument, { input })).createIdentity.id;
}

/** Gives the member who signed in last a new token, and says of which organization it is. */
async function refreshed(member: Member): Promise<string> {
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  member.token = String(tokens?.accessToken);
  return (await member.request(OrganizationDocument, {})).organization.name;
}

const notInvited = (id: string) =>
  fieldError(
    'acceptInvitation',
    'NotFoundError',
    `There is no invitation to you of an organization with the id "${id}".`,
  );
const notMember = (id: string) =>
  fieldError(
    'switchOrganization',
    'NotFoundError',
    `There is no membership of yours in an organization with the id "${id}".`,
  );

it('a member of one organization accepts the invitation of another one, and changes to and fro', async () => {
  const guest = await makeMember(sonde, harbour.id, 'OPERATOR', 'guest@harbour.example');
  const identityId = await invite(meadow, guest, 'ADMINISTRATOR');
  const { id: organizationId } = meadow;
  const ofMeadow = { organizationId, organizationName: 'Meadow', role: 'ADMINISTRATOR' };
  const membership = { ...ofMeadow, identityId, status: 'ACTIVE', isCurrent: false };
  const atHome = {
    organizationId: harbour.id,
    organizationName: 'Harbour',
    identityId: guest.identityId,
    role: 'OPERATOR',
    status: 'ACTIVE',
    isCurrent: true,
  };

  expect(await guest.request(InvitationsDocument, {})).toEqual({
    invitations: [{ ...ofMeadow, sentAt: aTime, expiresAt: aTime }],
  });
  expect(await harbour.viewer.request(InvitationsDocument, {})).toEqual({ invitations: [] });
  expect(await guest.request(MembershipsDocument, {})).toEqual({ memberships: [atHome] });
  expect(await guest.ask(SwitchOrganizationDocument, { organizationId })).toEqual({
    data: null,
    errors: [notMember(organizationId)],
  });

  expect(await guest.request(AcceptInvitationDocument, { organizationId })).toEqual({ acceptInvitation: membership });
  expect(await guest.request(InvitationsDocument, {})).toEqual({ invitations: [] });
  expect(await guest.request(MembershipsDocument, {})).toEqual({ memberships: [atHome, membership] });
  // The newest one, but nobody has chosen it.
  expect(await refreshed(guest)).toBe('Harbour');

  expect(await guest.request(SwitchOrganizationDocument, { organizationId })).toEqual({
    switchOrganization: membership,
  });
  expect(await refreshed(guest)).toBe('Meadow');
  expect(await guest.request(MembershipsDocument, {})).toEqual({
    memberships: [
      { ...atHome, isCurrent: false },
      { ...membership, isCurrent: true },
    ],
  });
  const { identity } = await guest.request(IdentityDocument, { id: identityId });
  expect(identity).toMatchObject({ status: 'ACTIVE', version: 2, invitation: null });
  expect((await guest.ask(IdentityDocument, { id: guest.identityId })).data).toEqual({ identity: null });
  const [row] = (await rowsOf(sonde, 'organizations')).filter(({ id }) => id === organizationId);
  expect(row?.activeAdministrators).toBe(2);

  const { auditEvents } = await meadow.administrator.request(AuditEventsDocument, { targetId: identityId });
  const actor = { identityId, name: 'Guest', kind: 'PERSON' };
  expect(auditEvents.items).toMatchObject([
    { action: 'switchOrganization', actor, sourceIp: '127.0.0.1' },
    { action: 'acceptInvitation', actor },
    { action: 'createIdentity' },
  ]);
  // Neither learns of the other.
  const events = await harbour.administrator.request(AuditEventsDocument, {});
  expect(JSON.stringify(events)).not.toContain(organizationId);
  expect(JSON.stringify(auditEvents)).not.toContain(guest.identityId);

  await guest.request(SwitchOrganizationDocument, { organizationId: harbour.id });
  expect(await refreshed(guest)).toBe('Harbour');
});

it('an invitation is its addressee’s alone, and only while it is good', async () => {
  const guest = await makeMember(sonde, harbour.id, 'VIEWER', 'addressee@harbour.example');
  const { id: organizationId } = meadow;
  await invite(meadow, guest, 'VIEWER');
  const before = await allRows(sonde);
  const answers = [
    await harbour.viewer.ask(AcceptInvitationDocument, { organizationId }),
    await harbour.administrator.ask(AcceptInvitationDocument, { organizationId }),
    await meadow.viewer.ask(AcceptInvitationDocument, { organizationId }),
  ];
  expect(answers).toEqual(answers.map(() => ({ data: null, errors: [notInvited(organizationId)] })));
  expect(await guest.ask(AcceptInvitationDocument, { organizationId: harbour.id })).toEqual({
    data: null,
    errors: [notInvited(harbour.id)],
  });
  await setStatus(harbour, guest, 'SUSPENDED');
  expect(await guest.ask(AcceptInvitationDocument, { organizationId })).toMatchObject({
    data: null,
    errors: [{ errorType: 'Unauthorized' }],
  });
  await setStatus(harbour, guest, 'ACTIVE');
  expect((await allRows(sonde)).accounts).toEqual(before.accounts);

  const { done, errors } = tally(
    await Promise.all(Array.from({ length: 5 }, () => guest.ask(AcceptInvitationDocument, { organizationId }))),
  );
  expect([done.length, errors.length]).toEqual([1, 4]);
  const accounts = (await rowsOf(sonde, 'accounts')).filter((row) => row.organizationId === organizationId);
  expect(new Set(accounts.map(({ identityId }) => identityId)).size).toBe(accounts.length);
});

it('who is suspended or deleted in one organization goes on in the other', async () => {
  const guest = await makeMember(sonde, harbour.id, 'VIEWER', 'commuter@harbour.example');
  const identityId = await invite(meadow, guest, 'VIEWER');
  await guest.request(AcceptInvitationDocument, { organizationId: meadow.id });
  await guest.request(SwitchOrganizationDocument, { organizationId: meadow.id });
  expect(await refreshed(guest)).toBe('Meadow');
  await setStatus(meadow, { identityId }, 'SUSPENDED');
  expect(await refreshed(guest)).toBe('Harbour');
  expect(await guest.request(MembershipsDocument, {})).toMatchObject({
    memberships: [{ isCurrent: true }, { organizationId: meadow.id, status: 'SUSPENDED' }],
  });
  expect(await guest.ask(SwitchOrganizationDocument, { organizationId: meadow.id })).toEqual({
    data: null,
    errors: [notMember(meadow.id)],
  });
  await setStatus(meadow, { identityId }, 'ACTIVE');
  // What was chosen last, and is theirs again.
  expect(await refreshed(guest)).toBe('Meadow');

  const { identity } = await meadow.administrator.request(IdentityDocument, { id: identityId });
  const input = { id: identityId, expectedVersion: identity?.version ?? 0 };
  await meadow.administrator.request(DeleteIdentityDocument, { input });
  guest.token = await signIn(sonde, guest.email);
  expect(await guest.request(MembershipsDocument, {})).toMatchObject({ memberships: [{ organizationId: harbour.id }] });
  // And may be invited anew.
  await invite(meadow, guest, 'OPERATOR');
  expect(await guest.request(AcceptInvitationDocument, { organizationId: meadow.id })).toMatchObject({
    acceptInvitation: { role: 'OPERATOR' },
  });
});
