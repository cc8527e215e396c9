import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateIdentityDocument,
  DeleteIdentityDocument,
  IdentitiesDocument,
  IdentityDocument,
  MeDocument,
  OrganizationDocument,
  UpdateIdentityDocument,
  UpdateOrganizationDocument,
  type UpdateIdentityInput,
} from '../examples/generated/documents.ts';
import { fieldError } from './support/graphql.ts';
import { invitationsMailed } from './support/mailbox.ts';
import { aTime, aUlid, tally } from './support/matchers.ts';
import { makeMember, makeOrganization, signIn, type Member, type Organization } from './support/people.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows, rowsOf } from './support/tables.ts';

let sonde: Sonde;
let organization: Organization;
let administrator: Member;
let operator: Member;

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
  ({ administrator, operator } = organization);
});
afterAll(() => sonde.close());

describe('an identity', () => {
  it('is made, read, changed and deleted', async () => {
    const input = { name: 'Newcomer', email: 'New.Comer@Harbour.example', role: 'OPERATOR', locale: 'fr' } as const;
    const { createIdentity: made } = await administrator.request(CreateIdentityDocument, { input });
    const email = 'new.comer@harbour.example';
    expect(made).toEqual({
      ...input,
      email,
      id: aUlid,
      kind: 'PERSON',
      status: 'INVITED',
      mailStatus: 'DELIVERABLE',
      mailStatusAt: null,
      invitation: { status: 'PENDING', error: null, sentAt: aTime, expiresAt: aTime },
      secretCreatedAt: null,
      createdAt: aTime,
      updatedAt: made.createdAt,
      version: 1,
    });
    const invitation = { ...made.invitation, status: 'SENT' };
    await invitationsMailed(sonde);
    expect(await administrator.request(IdentityDocument, { id: made.id })).toEqual({
      identity: { ...made, invitation },
    });
    const membership = { email, organizationId: organization.id, identityId: made.id };
    expect(await rowsOf(sonde, 'memberships')).toContainEqual(membership);

    const changes = { name: 'Known', role: 'VIEWER', locale: 'en', status: 'SUSPENDED' } as const;
    const { updateIdentity: changed } = await administrator.request(UpdateIdentityDocument, {
      input: { id: made.id, expectedVersion: 1, ...changes },
    });
    expect(changed).toEqual({ ...made, ...changes, invitation, version: 2, updatedAt: aTime });
    // Lifting the suspension of somebody who never signed in makes an invitation of it again.
    const { updateIdentity: lifted } = await administrator.request(UpdateIdentityDocument, {
      input: { id: made.id, expectedVersion: 2, status: 'ACTIVE' },
    });
    expect(lifted).toEqual({ ...changed, status: 'INVITED', version: 3, updatedAt: aTime });

    const { deleteIdentity: deleted } = await administrator.request(DeleteIdentityDocument, {
      input: { id: made.id, expectedVersion: 3 },
    });
    expect(deleted).toEqual(lifted);
    expect(await rowsOf(sonde, 'memberships')).not.toContainEqual(membership);
    expect((await administrator.ask(IdentityDocument, { id: made.id })).data).toEqual({ identity: null });
  });

  it('is one an address and organization, also where two are made at once', async () => {
    const input = { name: 'Twin', email: 'twin@harbour.example', role: 'VIEWER' };
    const answers = await Promise.all(
      [input, { ...input, email: 'TWIN@harbour.example' }].map((input) =>
        administrator.ask(CreateIdentityDocument, { input }),
      ),
    );
    const conflict = fieldError(
      'createIdentity',
      'ConflictError',
      'Your organization has an identity with the e-mail address twin@harbour.example already.',
    );
    const { done, errors } = tally(answers);
    expect({ done: done.length, errors }).toEqual({ done: 1, errors: [conflict] });
    await invitationsMailed(sonde);
    const before = await allRows(sonde);
    expect(await administrator.ask(CreateIdentityDocument, { input })).toEqual({ data: null, errors: [conflict] });
    expect(await allRows(sonde)).toEqual(before);
  });

  it('is listed page by page, oldest first', async () => {
    const first = await administrator.request(IdentitiesDocument, { first: 2 });
    const { identities } = await administrator.request(IdentitiesDocument, { nextToken: first.identities.nextToken });
    const listed = [...first.identities.items, ...identities.items].map(({ id }) => id);
    const rows = (await rowsOf(sonde, 'identities')).filter(({ organizationId }) => organizationId === organization.id);
    expect(listed).toEqual(rows.map(({ id }) => id).sort());
    expect(identities.nextToken).toBeNull();
  });
});

describe('the last active administrator', () => {
  const refusal = (field: string) =>
    fieldError(
      field,
      'ValidationError',
      'An organization keeps at least one active administrator: make another identity an active ADMINISTRATOR first.',
    );
  const update = (by: Member, who: Member, expectedVersion: number, changes: Partial<UpdateIdentityInput>) =>
    by.ask(UpdateIdentityDocument, { input: { id: who.identityId, expectedVersion, ...changes } });

  it('cannot be demoted, suspended or deleted', async () => {
    await invitationsMailed(sonde);
    const before = await allRows(sonde);
    const expected = { data: null, errors: [refusal('updateIdentity')] };
    expect(await update(administrator, administrator, 2, { role: 'VIEWER' })).toEqual(expected);
    expect(await update(administrator, administrator, 2, { status: 'SUSPENDED' })).toEqual(expected);
    const input = { id: administrator.identityId, expectedVersion: 2 };
    expect(await administrator.ask(DeleteIdentityDocument, { input })).toEqual({
      data: null,
      errors: [refusal('deleteIdentity')],
    });
    expect(await allRows(sonde)).toEqual(before);
  });

  it.each([
    ['demoted', { role: 'OPERATOR' }],
    ['suspended', { status: 'SUSPENDED' }],
  ] as const)('is left where the last two are %s at once', async (name, changes) => {
    const { id, administrator: one } = await makeOrganization(sonde, name);
    const other = await makeMember(sonde, id, 'ADMINISTRATOR', `second@${name}.example`);
    const { errors } = tally(await Promise.all([update(one, other, 2, changes), update(other, one, 2, changes)]));
    // One of them is done; the other is refused as the last one, or, had it come later, as no longer allowed to.
    expect(errors).toHaveLength(1);
    const identities = (await rowsOf(sonde, 'identities')).filter(({ organizationId }) => organizationId === id);
    const active = identities.filter(({ role, status }) => role === 'ADMINISTRATOR' && status === 'ACTIVE');
    expect(active).toHaveLength(1);
    const [row] = (await rowsOf(sonde, 'organizations')).filter((row) => row.id === id);
    expect(row?.activeAdministrators).toBe(1);
  });

  it('is left where the last two delete each other at once', async () => {
    const { id, administrator: one } = await makeOrganization(sonde, 'Deleted');
    const other = await makeMember(sonde, id, 'ADMINISTRATOR', 'second@deleted.example');
    const remove = (by: Member, who: Member) =>
      by.ask(DeleteIdentityDocument, { input: { id: who.identityId, expectedVersion: 2 } });
    const { errors } = tally(await Promise.all([remove(one, other), remove(other, one)]));
    expect(errors).toHaveLength(1);
    const identities = (await rowsOf(sonde, 'identities')).filter(({ organizationId }) => organizationId === id);
    const [left, ...others] = identities.filter(({ role }) => role === 'ADMINISTRATOR');
    expect(others).toEqual([]);
    const accounts = (await rowsOf(sonde, 'accounts')).filter(({ organizationId }) => organizationId === id);
    expect(accounts.map(({ identityId }) => identityId).sort()).toEqual(identities.map(({ id }) => id).sort());
    expect(accounts).toContainEqual(expect.objectContaining({ sub: left?.sub, identityId: left?.id }));
  });

  it('is not the last one any more when there is another', async () => {
    const { id, administrator: one, viewer } = await makeOrganization(sonde, 'Relay');
    expect((await update(one, viewer, 2, { role: 'ADMINISTRATOR' })).errors).toBeUndefined();
    expect((await update(one, one, 2, { role: 'VIEWER' })).errors).toBeUndefined();
    viewer.token = await signIn(sonde, viewer.email);
    const { me } = await viewer.request(MeDocument, {});
    expect(me.identity.role).toBe('ADMINISTRATOR');
    const [row] = (await rowsOf(sonde, 'organizations')).filter((row) => row.id === id);
    expect(row?.activeAdministrators).toBe(1);
  });
});

it('an organization is renamed, by one of ten who saw the same version', async () => {
  const { organization: before } = await operator.request(OrganizationDocument, {});
  expect(before).toEqual({ id: organization.id, name: 'Harbour', createdAt: aTime, updatedAt: aTime, version: 1 });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      administrator.ask(UpdateOrganizationDocument, { input: { expectedVersion: 1, name: `Port ${index}` } }),
    ),
  );
  const { done, errors } = tally(answers);
  const { organization: after } = await operator.request(OrganizationDocument, {});
  expect(done).toEqual([{ updateOrganization: after }]);
  expect(after).toEqual({ ...before, name: after.name, version: 2, updatedAt: aTime });
  const conflict = fieldError(
    'updateOrganization',
    'ConflictError',
    "The organization has been changed meanwhile and is at version 2: look at what it is now, in this error's data, and send that version as expectedVersion.",
    after,
  );
  expect(errors).toEqual(Array.from({ length: 9 }, () => conflict));
});
