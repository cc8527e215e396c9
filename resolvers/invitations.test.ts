import { describe, expect, it } from 'vitest';
import { auditOf } from './testing/audit.ts';
import { cancelled, failureOf, handlersOf, INTERNAL, outage } from './testing/handlers.ts';
import {
  caller,
  identity,
  IDENTITY,
  NEW_ID,
  NOW,
  ORGANIZATION,
  organization,
  OTHER_ORGANIZATION,
  service,
} from './testing/rows.ts';

const { sub: _, ...unbound } = identity;
const invitation = { sentAt: '2018-02-06T00:00:00.000Z', expiresAt: '2018-02-20T00:00:00.000Z', status: 'SENT' };
/** Who has not accepted yet. */
const invited = { ...unbound, status: 'INVITED', invitation };
const other = { ...organization, id: OTHER_ORGANIZATION, name: 'Planetarium' };
/** As {@link invited}, in another organization than that of the token. */
const elsewhere = { ...invited, organizationId: OTHER_ORGANIZATION, id: '01JZ8Q6V5X3M9T2B7C4D1E0F8K', role: 'VIEWER' };
/** Of a token from before it said which address was verified. */
const NO_ADDRESS = { ...caller, claims: { ...caller.claims, verified_email: undefined } };
const done = { keys: [], cancellationReasons: null };
const input = { id: IDENTITY, expectedVersion: 3 };
const MISSING = `NotFoundError: There is no invitation to you of an organization with the id "${OTHER_ORGANIZATION}".`;

describe('Mutation.resendInvitation', async () => {
  const { request, response } = await handlersOf('Mutation.resendInvitation');
  const given = { arguments: { input } };
  const resend = (current: object) => request({ ...given, prev: { result: current } });

  it('gives the invitation another time, if it is still the version seen', () => {
    const run = resend(invited);
    const renewed = { sentAt: NOW, expiresAt: '2018-02-20T19:01:35.750Z', status: 'PENDING' };
    expect(run.stash.updated).toEqual({ ...invited, invitation: renewed, version: 4, updatedAt: NOW });
    expect(run.result).toMatchObject({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_identities__',
          operation: 'UpdateItem',
          update: {
            expressionNames: { '#expName_1': 'invitation', '#expName_2': 'updatedAt', '#expName_3': 'version' },
            expressionValues: { ':expValue_1': { M: { sentAt: { S: NOW }, status: { S: 'PENDING' } } } },
          },
          condition: { expression: '(#version = :version_eq)' },
        },
        auditOf({
          action: 'resendInvitation',
          targetType: 'Identity',
          targetId: IDENTITY,
          details: { email: 'ada@example.com' },
        }),
      ],
    });
  });

  it('gives one to whom was invited without one', () => {
    const { invitation: __, ...without } = invited;
    expect(resend(without).stash.updated).toMatchObject({ invitation: { sentAt: NOW } });
  });

  it.each([
    [identity, 'ValidationError: "Ada" is ACTIVE: only who is INVITED has an invitation.'],
    [
      { ...invited, status: 'SUSPENDED' },
      'ValidationError: "Ada" is SUSPENDED: only who is INVITED has an invitation.',
    ],
    [{ ...service, status: 'INVITED' }, 'ValidationError: "Meter" is a service: only people have invitations'],
    [
      { ...invited, invitation: { ...invitation, sentAt: '2018-02-06T19:00:35.751Z' } },
      'LimitExceededError: An invitation is sent at most once in 60 seconds: ask again from 2018-02-06T19:01:35.751Z on.',
    ],
  ])('refuses what cannot be sent again', (current, message) => {
    expect(failureOf(resend(current))).toContain(message);
  });

  it('answers the identity with its invitation, or why it was not sent', () => {
    const { stash } = resend(invited);
    expect(response({ ...given, stash, result: done }).result).toMatchObject({
      version: 4,
      invitation: { sentAt: NOW },
    });
    const conflict = response({ ...given, stash, ...cancelled(0, 2, { ...invited, version: 5 }) });
    expect(failureOf(conflict)).toContain('ConflictError: The identity has been changed meanwhile');
    expect(failureOf(response({ ...given, stash, ...outage }))).toBe(INTERNAL);
  });
});

describe('steps/sendInvitation', async () => {
  const { request, response } = await handlersOf('steps/sendInvitation');
  const given = { prev: { result: invited } };

  it('has the invitation mailed, whatever becomes of that', () => {
    expect(request(given).result).toEqual({
      operation: 'Invoke',
      invocationType: 'Event',
      payload: { organizationId: ORGANIZATION, identityId: IDENTITY, sentAt: invitation.sentAt },
    });
    expect(response(given).result).toEqual(invited);
    expect(response({ ...given, ...outage }).result).toEqual(invited);
  });
});

describe('Mutation.revokeInvitation', async () => {
  const { request, response } = await handlersOf('Mutation.revokeInvitation');
  const given = { arguments: { input } };

  it('deletes the identity as deleteIdentity does, if it is invited', () => {
    const run = request({ ...given, prev: { result: invited } });
    expect(run.result).toMatchObject({
      transactItems: [
        { table: '__TABLE_identities__', operation: 'DeleteItem' },
        { table: '__TABLE_memberships__', operation: 'DeleteItem' },
        { table: '__TABLE_auditEvents__' },
      ],
    });
    expect(response({ ...given, stash: run.stash, result: done }).result).toMatchObject({ id: IDENTITY, invitation });
    expect(failureOf(request({ ...given, prev: { result: identity } }))).toContain('only who is INVITED');
    expect(failureOf(request({ ...given, prev: { result: { ...service, status: 'INVITED' } } }))).toContain(
      'a service',
    );
  });
});

describe('steps/findInvitations', async () => {
  const { request, response } = await handlersOf('steps/findInvitations');

  it('asks for the address that the token has, and no other', () => {
    expect(request({ arguments: {} }).result).toMatchObject({
      operation: 'Query',
      query: { expression: '#email = :email_eq', expressionValues: { ':email_eq': { S: 'ada@example.com' } } },
      limit: 50,
    });
    expect(request({ arguments: { organizationId: OTHER_ORGANIZATION } }).result).toMatchObject({
      query: {
        expression: '#email = :email_eq AND #organizationId = :organizationId_eq',
        expressionValues: { ':organizationId_eq': { S: OTHER_ORGANIZATION } },
      },
    });
    const found = { organizationId: OTHER_ORGANIZATION, identityId: IDENTITY };
    expect(response({ result: { items: [{ email: 'ada@example.com', ...found }], nextToken: 'x' } }).result).toEqual([
      found,
    ]);
    const stash = { joined: [OTHER_ORGANIZATION] };
    expect(
      response({ stash, result: { items: [{ email: 'ada@example.com', ...found }], nextToken: null } }).result,
    ).toEqual([]);
    expect(failureOf(response(outage))).toBe(INTERNAL);
  });

  it('asks for nothing without an address, with that of a service, or for what is no id', () => {
    expect(request({ identity: NO_ADDRESS, arguments: {} }).error?.errorType).toBe('Unauthorized');
    const asService = { ...caller, claims: { ...caller.claims, verified_email: service.email } };
    expect(request({ identity: asService, arguments: {} })).toMatchObject({
      result: [],
      earlyReturn: { skipTo: 'NEXT' },
    });
    expect(failureOf(request({ arguments: { organizationId: '' } }))).toBe(
      'NotFoundError: There is no invitation to you of an organization with the id "".',
    );
  });
});

describe('Query.invitations', async () => {
  const { request, response } = await handlersOf('Query.invitations');

  it('answers those that can be accepted, by name, and of their organizations no more than the name', () => {
    expect(request().result).toEqual({});
    const first = { identity: invited, organization: { ...organization, name: 'ångström' } };
    const second = { identity: elsewhere, organization: other };
    const refused = [
      { ...invited, status: 'SUSPENDED' },
      { ...identity, invitation },
      { ...invited, kind: 'SERVICE' },
      { ...invited, invitation: { ...invitation, expiresAt: NOW } },
      { ...invited, invitation: undefined },
    ].map((row) => ({ identity: row, organization }));
    const { sentAt, expiresAt } = invitation;
    expect(response({ prev: { result: [first, ...refused, second] } }).result).toEqual([
      { organizationId: OTHER_ORGANIZATION, organizationName: 'Planetarium', role: 'VIEWER', sentAt, expiresAt },
      { organizationId: ORGANIZATION, organizationName: 'ångström', role: 'ADMINISTRATOR', sentAt, expiresAt },
    ]);
  });
});

describe('Mutation.acceptInvitation', async () => {
  const { request, response } = await handlersOf('Mutation.acceptInvitation');
  const given = { arguments: { organizationId: OTHER_ORGANIZATION } };
  const standing = { identity: elsewhere, organization: other };
  const accept = (row: object) => request({ ...given, prev: { result: [{ ...standing, identity: row }] } });

  it('binds the identity to the user of the token, in one transaction, and tells its organization', () => {
    const run = accept(elsewhere);
    const key = { organizationId: { S: OTHER_ORGANIZATION }, id: { S: elsewhere.id } };
    expect(run.result).toMatchObject({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_identities__',
          operation: 'UpdateItem',
          key,
          update: { expressionValues: { ':expValue_1': { S: 'ACTIVE' }, ':expValue_2': { S: identity.sub } } },
          condition: { expression: '(#version = :version_eq) AND (attribute_not_exists(#sub))' },
        },
        {
          table: '__TABLE_accounts__',
          operation: 'PutItem',
          key: { sub: { S: identity.sub }, organizationId: { S: OTHER_ORGANIZATION } },
          attributeValues: { identityId: { S: elsewhere.id }, chosenAt: { S: '1970-01-01T00:00:00.000Z' } },
          condition: { expression: '(attribute_not_exists(#sub))' },
        },
        {
          table: '__TABLE_auditEvents__',
          key: { organizationId: { S: OTHER_ORGANIZATION }, id: { S: NEW_ID } },
          attributeValues: {
            action: { S: 'acceptInvitation' },
            // Whom the caller is elsewhere is nothing that this organization may learn.
            actor: { M: { identityId: { S: elsewhere.id }, name: { S: 'Ada' }, kind: { S: 'PERSON' } } },
            targetId: { S: elsewhere.id },
          },
        },
      ],
    });
    expect(response({ ...given, stash: run.stash, result: done }).result).toEqual({
      organizationId: OTHER_ORGANIZATION,
      organizationName: 'Planetarium',
      identityId: elsewhere.id,
      role: 'VIEWER',
      status: 'ACTIVE',
      isCurrent: false,
    });
  });

  it('counts an administrator more', () => {
    expect(accept({ ...elsewhere, role: 'ADMINISTRATOR' }).result).toMatchObject({
      transactItems: [{}, {}, { table: '__TABLE_organizations__', key: { id: { S: OTHER_ORGANIZATION } } }, {}],
    });
  });

  it.each([
    { ...elsewhere, email: 'ada@example.org' },
    { ...elsewhere, sub: 'another' },
    { ...elsewhere, status: 'SUSPENDED' },
    { ...elsewhere, kind: 'SERVICE' },
    { ...elsewhere, invitation: { ...invitation, expiresAt: NOW } },
    { ...elsewhere, invitation: undefined },
  ])('finds nothing that is not a good invitation of the caller', (row) => {
    expect(failureOf(accept(row))).toBe(MISSING);
    expect(failureOf(request({ ...given, prev: { result: [] } }))).toBe(MISSING);
  });

  it('says why it was not accepted', () => {
    const { stash } = accept(elsewhere);
    expect(failureOf(response({ ...given, stash, ...cancelled(1, 3) }))).toBe(
      'ConflictError: You are a member of that organization already, with another e-mail address.',
    );
    expect(failureOf(response({ ...given, stash, ...cancelled(0, 3) }))).toContain('ConflictError');
    expect(failureOf(response({ ...given, stash, ...outage }))).toBe(INTERNAL);
  });
});
