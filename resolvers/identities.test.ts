import { describe, expect, it } from 'vitest';
import { auditOf } from './testing/audit.ts';
import { cancelled, failureOf, handlersOf, infoOf, INTERNAL, outage } from './testing/handlers.ts';
import { identity, IDENTITY, NEW_ID, NOW, ORGANIZATION, publicIdentity } from './testing/rows.ts';

const key = { organizationId: { S: ORGANIZATION }, id: { S: IDENTITY } };
const versionIs3 = {
  expression: '(#version = :version_eq)',
  expressionNames: { '#version': 'version' },
  expressionValues: { ':version_eq': { N: 3 } },
};
/** A mark of the mail service that is taken back must be the one that was read. */
const seenAsItIs = {
  expression: '(#version = :version_eq) AND (#mailStatus = :mailStatus_eq) AND (#mailStatusAt = :mailStatusAt_eq)',
  expressionNames: { '#version': 'version', '#mailStatus': 'mailStatus', '#mailStatusAt': 'mailStatusAt' },
  expressionValues: {
    ':version_eq': { N: 3 },
    ':mailStatus_eq': { S: 'BOUNCED' },
    ':mailStatusAt_eq': { S: identity.mailStatusAt },
  },
};
const countedDown = {
  table: '__TABLE_organizations__',
  operation: 'UpdateItem',
  key: { id: { S: ORGANIZATION } },
  update: {
    expression: 'SET #expName_1 = #expName_1 - :expValue_1',
    expressionNames: { '#expName_1': 'activeAdministrators' },
    expressionValues: { ':expValue_1': { N: 1 } },
  },
  condition: {
    expression: '(#activeAdministrators >= :activeAdministrators_ge)',
    expressionNames: { '#activeAdministrators': 'activeAdministrators' },
    expressionValues: { ':activeAdministrators_ge': { N: 2 } },
  },
};
const MISSING = `NotFoundError: There is no identity with the id "${IDENTITY}".`;
const CONFLICT = 'ConflictError: The identity has been changed meanwhile and is at version 5';
const LAST_ADMINISTRATOR = 'ValidationError: An organization keeps at least one active administrator';
const done = { keys: [], cancellationReasons: null };
/** What ends the subscriptions of a field that the identity has. */
const ended = (subscriptionField: string) => ({
  subscriptionField,
  payload: { organizationId: ORGANIZATION, identityId: IDENTITY },
});
const all = [ended('onReadings'), ended('onExport')];
const newer = { ...identity, version: 5 };

describe('Query.identity', async () => {
  const { request, response } = await handlersOf('Query.identity');
  const given = { arguments: { id: IDENTITY } };

  it('gets the identity of the caller’s organization', () => {
    expect(request(given).result).toEqual({ operation: 'GetItem', key });
    expect(response({ ...given, result: identity }).result).toEqual(publicIdentity);
  });

  it('says what is missing and hides what failed', () => {
    expect(failureOf(request({ arguments: { id: 'x' } }))).toBe('NotFoundError: There is no identity with the id "x".');
    expect(failureOf(response({ ...given, result: null }))).toBe(MISSING);
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });
});

describe('Query.identities', async () => {
  const { request, response } = await handlersOf('Query.identities');
  const info = infoOf('Query', 'identities');

  it('asks for a page of the caller’s organization', () => {
    expect(request({ arguments: { first: 7 }, info }).result).toEqual({
      operation: 'Query',
      query: {
        expression: '#organizationId = :organizationId_eq',
        expressionNames: { '#organizationId': 'organizationId' },
        expressionValues: { ':organizationId_eq': { S: ORGANIZATION } },
      },
      limit: 7,
      nextToken: null,
    });
  });

  it('answers a page, and the token of the next', () => {
    expect(response({ info, result: { items: [identity], nextToken: 'abc' } }).result).toEqual({
      items: [publicIdentity],
      nextToken: `identities.${ORGANIZATION}.abc`,
    });
    expect(failureOf(response({ info, ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.createIdentity', async () => {
  const { request, response } = await handlersOf('Mutation.createIdentity');
  const input = { name: 'Ada', email: 'Ada@Example.com', role: 'VIEWER' };
  const invitation = { sentAt: NOW, expiresAt: '2018-02-20T19:01:35.750Z', status: 'PENDING' };
  const created = {
    id: NEW_ID,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    organizationId: ORGANIZATION,
    kind: 'PERSON',
    name: 'Ada',
    email: 'ada@example.com',
    role: 'VIEWER',
    locale: 'en',
    status: 'INVITED',
    invitation,
  };

  it('writes the identity with its invitation, its membership and the event together', () => {
    const run = request({ arguments: { input } });
    expect(run.stash).toMatchObject({ created });
    expect(run.result).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_identities__',
          operation: 'PutItem',
          key: { organizationId: { S: ORGANIZATION }, id: { S: NEW_ID } },
          attributeValues: {
            organizationId: { S: ORGANIZATION },
            id: { S: NEW_ID },
            kind: { S: 'PERSON' },
            name: { S: 'Ada' },
            email: { S: 'ada@example.com' },
            role: { S: 'VIEWER' },
            locale: { S: 'en' },
            status: { S: 'INVITED' },
            invitation: {
              M: { sentAt: { S: NOW }, expiresAt: { S: invitation.expiresAt }, status: { S: 'PENDING' } },
            },
            createdAt: { S: NOW },
            updatedAt: { S: NOW },
            version: { N: 1 },
          },
          condition: {
            expression: '(attribute_not_exists(#id))',
            expressionNames: { '#id': 'id' },
          },
        },
        {
          table: '__TABLE_memberships__',
          operation: 'PutItem',
          key: { email: { S: 'ada@example.com' }, organizationId: { S: ORGANIZATION } },
          attributeValues: { identityId: { S: NEW_ID } },
          condition: {
            expression: '(attribute_not_exists(#email))',
            expressionNames: { '#email': 'email' },
          },
        },
        auditOf({
          action: 'createIdentity',
          targetType: 'Identity',
          targetId: NEW_ID,
          details: { name: 'Ada', email: 'ada@example.com', role: 'VIEWER', locale: 'en' },
        }),
      ],
    });
  });

  it('makes nobody of the address of a service', () => {
    const run = request({ arguments: { input: { ...input, email: 'X@Services.invalid' } } });
    expect(failureOf(run)).toBe('ValidationError: email is the user name of a service: make one with createService.');
  });

  it('takes the locale that was given', () => {
    expect(request({ arguments: { input: { ...input, locale: 'fr' } } }).stash).toMatchObject({
      created: { ...created, locale: 'fr' },
    });
    expect(request({ arguments: { input: { ...input, locale: null } } }).stash).toMatchObject({ created });
  });

  it('answers the identity as clients see it, or that the address is taken', () => {
    const stash = { created };
    const { organizationId: _, ...answered } = created;
    expect(response({ stash, result: { keys: [], cancellationReasons: null } }).result).toEqual({
      ...answered,
      mailStatus: 'DELIVERABLE',
      mailStatusAt: null,
      secretCreatedAt: null,
    });
    expect(failureOf(response({ stash, ...cancelled(1, 3, { email: 'ada@example.com' }) }))).toBe(
      'ConflictError: Your organization has an identity with the e-mail address ada@example.com already.',
    );
    expect(failureOf(response({ stash, ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.updateIdentity', async () => {
  const { request, response } = await handlersOf('Mutation.updateIdentity');
  const input = { id: IDENTITY, expectedVersion: 3 };
  const update = (change: object, current: object = identity) =>
    request({ arguments: { input: { ...input, ...change } }, prev: { result: current } });
  const event = (details?: object) =>
    auditOf({ action: 'updateIdentity', targetType: 'Identity', targetId: IDENTITY, ...(details && { details }) });
  const transaction = (...transactItems: object[]) => ({ operation: 'TransactWriteItems', transactItems });

  it('writes what was given and nothing else, if it is still the version seen', () => {
    expect(update({ name: 'Countess', locale: 'fr' }).result).toEqual(
      transaction(
        {
          table: '__TABLE_identities__',
          operation: 'UpdateItem',
          key,
          update: {
            expression:
              'SET #expName_1 = #expName_1 + :expValue_1, #expName_2 = :expValue_2, #expName_3 = :expValue_3, #expName_4 = :expValue_4, #expName_5 = :expValue_5',
            expressionNames: {
              '#expName_1': 'version',
              '#expName_2': 'updatedAt',
              '#expName_3': 'name',
              '#expName_4': 'locale',
              '#expName_5': 'status',
            },
            expressionValues: {
              ':expValue_1': { N: 1 },
              ':expValue_2': { S: NOW },
              ':expValue_3': { S: 'Countess' },
              ':expValue_4': { S: 'fr' },
              ':expValue_5': { S: 'ACTIVE' },
            },
          },
          condition: versionIs3,
        },
        event({ name: 'Countess', locale: 'fr' }),
      ),
    );
    expect(update({}).result).toMatchObject(transaction({ condition: versionIs3 }, event()));
  });

  it.each([{ role: 'VIEWER' }, { status: 'SUSPENDED' }])('counts an administrator less for %j', (change) => {
    expect(update(change).result).toMatchObject(transaction({ key }, countedDown, event(change)));
  });

  it.each([
    [{ role: 'ADMINISTRATOR' }, { ...identity, role: 'VIEWER' }],
    [{ status: 'ACTIVE' }, { ...identity, status: 'SUSPENDED' }],
  ])('counts an administrator more for %j', (change, current) => {
    const countedUp = {
      ...countedDown,
      update: { ...countedDown.update, expression: 'SET #expName_1 = #expName_1 + :expValue_1' },
      condition: { ...countedDown.condition, expressionValues: { ':activeAdministrators_ge': { N: 0 } } },
    };
    expect(update(change, current).result).toMatchObject(transaction({ key }, countedUp, event(change)));
  });

  it.each([
    ['ACTIVE', 'SUSPENDED', 'SUSPENDED'],
    ['SUSPENDED', 'ACTIVE', 'ACTIVE'],
    ['INVITED', 'SUSPENDED', 'SUSPENDED'],
    ['INVITED', 'INVITED', 'INVITED'],
  ])('takes an identity that is %s to %s: %s', (status, asked, expected) => {
    const run = update({ status: asked }, { ...identity, role: 'VIEWER', status });
    expect(run.stash.updated).toMatchObject({ status: expected });
  });

  it('makes one whose suspension ends before the first sign-in INVITED again, with its invitation', () => {
    const { sub: _, ...unbound } = identity;
    const run = update({ status: 'ACTIVE' }, { ...unbound, status: 'SUSPENDED' });
    expect(run.stash.updated).toMatchObject({ status: 'INVITED', invitation: identity.invitation });
    // Not active, so it counts for none.
    expect(run.result).toMatchObject(transaction({ key }, event({ status: 'INVITED' })));
  });

  it('takes a mark back that the mail service made, if it is still the same, and keeps when', () => {
    const { mailStatus: _, mailStatusAt: __, ...unmarked } = identity;
    const run = update({ mailStatus: 'DELIVERABLE' });
    expect(run.stash.updated).toEqual({ ...unmarked, mailClearedAt: NOW, updatedAt: NOW, version: 4 });
    const cleared = {
      update: {
        expression: expect.stringMatching(/ REMOVE #expName_5, #expName_6$/) as string,
        expressionNames: { '#expName_4': 'mailClearedAt', '#expName_5': 'mailStatus', '#expName_6': 'mailStatusAt' },
        expressionValues: { ':expValue_4': { S: NOW } },
      },
      condition: seenAsItIs,
    };
    expect(run.result).toMatchObject(transaction(cleared, event({ mailStatus: 'DELIVERABLE' })));
    expect(update({ mailStatus: 'BOUNCED' }).result).toMatchObject(transaction({ condition: versionIs3 }, event()));
  });

  it('takes nothing back of an address that mail reaches', () => {
    const { mailStatus: _, mailStatusAt: __, ...reached } = identity;
    const run = update({ mailStatus: 'DELIVERABLE' }, reached);
    expect(run.stash.updated).toEqual({ ...reached, updatedAt: NOW, version: 4 });
    expect(run.result).toMatchObject(transaction({ condition: versionIs3 }, event()));
  });

  it.each([
    [{ mailStatus: 'COMPLAINED' }, 'ACTIVE', 'mailStatus cannot be set to COMPLAINED'],
    [{ mailStatus: null }, 'ACTIVE', 'mailStatus cannot be emptied'],
    [{ status: 'INVITED' }, 'ACTIVE', 'status cannot be set to INVITED'],
    [{ status: 'ACTIVE' }, 'INVITED', 'status becomes ACTIVE by itself'],
    [{ name: null }, 'ACTIVE', 'name cannot be emptied'],
    [{ role: null }, 'ACTIVE', 'role cannot be emptied'],
    [{ locale: null }, 'ACTIVE', 'locale cannot be emptied'],
    [{ status: null }, 'ACTIVE', 'status cannot be emptied'],
  ])('refuses %j for one that is %s', (change, status, message) => {
    expect(failureOf(update(change, { ...identity, status }))).toContain(`ValidationError: ${message}`);
  });

  it('answers the identity as it is now, or why it was not changed', () => {
    const given = { arguments: { input }, stash: { updated: identity, formerRole: identity.role } };
    expect(response({ ...given, result: done })).toMatchObject({ result: publicIdentity, invalidations: [] });
    const conflict = response({ ...given, ...cancelled(0, 2, newer) });
    expect(failureOf(conflict)).toContain(CONFLICT);
    expect(conflict.error?.data).toEqual({ ...publicIdentity, version: 5 });
    expect(failureOf(response({ ...given, ...cancelled(0, 2) }))).toBe(MISSING);
    expect(failureOf(response({ ...given, ...cancelled(1, 2) }))).toContain(LAST_ADMINISTRATOR);
    expect(failureOf(response({ ...given, ...cancelled(0, 2, undefined, 'TransactionConflict') }))).toBe(
      'ConflictError: Somebody else changed the same at this very moment, and nothing was done. Ask again.',
    );
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });

  it.each([
    [{ status: 'SUSPENDED' }, all],
    [{ status: 'SUSPENDED', role: 'VIEWER' }, all],
    [{ role: 'VIEWER' }, [ended('onExport')]],
    [{ name: 'Countess', role: 'ADMINISTRATOR' }, []],
  ])('ends for %j what the identity may no longer follow', (change, invalidations) => {
    const { stash } = update(change);
    const given = { arguments: { input: { ...input, ...change } }, stash, result: done };
    expect(response(given).invalidations).toEqual(invalidations);
    expect(response({ ...given, ...cancelled(0, 2, newer) }).invalidations).toEqual([]);
  });
});

describe('Mutation.deleteIdentity', async () => {
  const { request, response } = await handlersOf('Mutation.deleteIdentity');
  const given = { arguments: { input: { id: IDENTITY, expectedVersion: 3 } } };
  const membership = {
    table: '__TABLE_memberships__',
    operation: 'DeleteItem',
    key: { email: { S: 'ada@example.com' }, organizationId: { S: ORGANIZATION } },
  };
  const account = {
    table: '__TABLE_accounts__',
    operation: 'DeleteItem',
    key: { sub: { S: identity.sub }, organizationId: { S: ORGANIZATION } },
  };
  const event = (details: object) =>
    auditOf({ action: 'deleteIdentity', targetType: 'Identity', targetId: IDENTITY, details });

  it('deletes the identity with its membership and account, and counts an active administrator less', () => {
    const deleted = { table: '__TABLE_identities__', operation: 'DeleteItem', key, condition: versionIs3 };
    const details = { name: 'Ada', email: 'ada@example.com', role: 'ADMINISTRATOR' };
    expect(request({ ...given, prev: { result: identity } }).result).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [deleted, membership, account, countedDown, event(details)],
    });
    const { sub: _, ...unbound } = { ...identity, role: 'VIEWER' };
    expect(request({ ...given, prev: { result: unbound } }).result).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [deleted, membership, event({ ...details, role: 'VIEWER' })],
    });
  });

  it('answers the identity as it was, or why it was not deleted', () => {
    const stash = { current: identity };
    expect(response({ ...given, stash, result: done })).toMatchObject({ result: publicIdentity, invalidations: all });
    const conflict = response({ ...given, stash, ...cancelled(0, 3, newer) });
    expect(failureOf(conflict)).toContain(CONFLICT);
    expect(conflict.error?.data).toEqual({ ...publicIdentity, version: 5 });
    expect(failureOf(response({ ...given, stash, ...cancelled(0, 3) }))).toBe(MISSING);
    expect(failureOf(response({ ...given, stash, ...cancelled(2, 3) }))).toContain(LAST_ADMINISTRATOR);
    expect(failureOf(response({ ...given, stash, ...outage }))).toBe(INTERNAL);
  });
});
