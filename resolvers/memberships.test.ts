import { describe, expect, it } from 'vitest';
import { cancelled, failureOf, handlersOf, INTERNAL, outage } from './testing/handlers.ts';
import { identity, IDENTITY, NOW, organization, ORGANIZATION, OTHER_ORGANIZATION } from './testing/rows.ts';

const other = { ...organization, id: OTHER_ORGANIZATION, name: 'Array' };
const elsewhere = {
  ...identity,
  organizationId: OTHER_ORGANIZATION,
  id: '01JZ8Q6V5X3M9T2B7C4D1E0F8K',
  name: 'Countess',
};
const done = { keys: [], cancellationReasons: null };
const MISSING = `NotFoundError: There is no membership of yours in an organization with the id "${OTHER_ORGANIZATION}".`;

describe('steps/findAccounts', async () => {
  const { request, response } = await handlersOf('steps/findAccounts');

  it('asks for the user of the token, and no other', () => {
    expect(request({ arguments: {} }).result).toMatchObject({
      operation: 'Query',
      query: { expression: '#sub = :sub_eq', expressionValues: { ':sub_eq': { S: identity.sub } } },
      limit: 50,
    });
    expect(request({ arguments: { organizationId: OTHER_ORGANIZATION } }).result).toMatchObject({
      query: { expression: '#sub = :sub_eq AND #organizationId = :organizationId_eq' },
    });
    const found = { organizationId: OTHER_ORGANIZATION, identityId: IDENTITY };
    const account = { sub: identity.sub, chosenAt: NOW, ...found };
    expect(response({ result: { items: [account], nextToken: null } }).result).toEqual([found]);
  });

  it('asks for nothing that is no id, and hides what failed', () => {
    const run = request({ arguments: { organizationId: 'x' } });
    expect(failureOf(run)).toBe('NotFoundError: There is no membership of yours in an organization with the id "x".');
    expect(failureOf(response(outage))).toBe(INTERNAL);
  });
});

describe('steps/loadStandings', async () => {
  const { request, response } = await handlersOf('steps/loadStandings');

  it('loads the identities and their organizations at once, and leaves out what is gone', () => {
    const prev = { result: [{ organizationId: OTHER_ORGANIZATION, identityId: IDENTITY }] };
    expect(request({ prev }).result).toMatchObject({
      operation: 'BatchGetItem',
      tables: {
        __TABLE_identities__: { keys: [{ organizationId: { S: OTHER_ORGANIZATION }, id: { S: IDENTITY } }] },
        __TABLE_organizations__: { keys: [{ id: { S: OTHER_ORGANIZATION } }] },
      },
    });
    const data = { __TABLE_identities__: [elsewhere, null, identity], __TABLE_organizations__: [other, null] };
    expect(response({ prev, result: { data } }).result).toEqual([{ identity: elsewhere, organization: other }]);
  });

  it('asks for nothing where nothing was found, and takes nothing for gone that was left out', () => {
    expect(request({ prev: { result: [] } })).toMatchObject({ result: [], earlyReturn: { skipTo: 'NEXT' } });
    const data = { __TABLE_identities__: [elsewhere], __TABLE_organizations__: [] };
    const unprocessedKeys = { __TABLE_organizations__: [{ id: { S: OTHER_ORGANIZATION } }] };
    expect(failureOf(response({ result: { data, unprocessedKeys } }))).toBe(INTERNAL);
    expect(failureOf(response(outage))).toBe(INTERNAL);
  });
});

describe('Query.memberships', async () => {
  const { request, response } = await handlersOf('Query.memberships');

  it('answers what the user of the token is bound to, by name', () => {
    expect(request().result).toEqual({});
    const result = [
      { identity, organization },
      { identity: { ...elsewhere, status: 'SUSPENDED', role: 'VIEWER' }, organization: other },
      { identity: { ...elsewhere, sub: 'another' }, organization: other },
    ];
    expect(response({ prev: { result } }).result).toEqual([
      {
        organizationId: OTHER_ORGANIZATION,
        organizationName: 'Array',
        identityId: elsewhere.id,
        role: 'VIEWER',
        status: 'SUSPENDED',
        isCurrent: false,
      },
      {
        organizationId: ORGANIZATION,
        organizationName: 'Observatory',
        identityId: IDENTITY,
        role: 'ADMINISTRATOR',
        status: 'ACTIVE',
        isCurrent: true,
      },
    ]);
  });
});

describe('Mutation.switchOrganization', async () => {
  const { request, response } = await handlersOf('Mutation.switchOrganization');
  const given = { arguments: { organizationId: OTHER_ORGANIZATION } };
  const change = (row: object) => request({ ...given, prev: { result: [{ identity: row, organization: other }] } });

  it('chooses the organization, and tells that one alone', () => {
    const run = change(elsewhere);
    expect(run.result).toMatchObject({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_accounts__',
          operation: 'UpdateItem',
          key: { sub: { S: identity.sub }, organizationId: { S: OTHER_ORGANIZATION } },
          update: { expressionNames: { '#expName_1': 'chosenAt' }, expressionValues: { ':expValue_1': { S: NOW } } },
          condition: { expressionValues: { ':identityId_eq': { S: elsewhere.id } } },
        },
        {
          table: '__TABLE_auditEvents__',
          key: { organizationId: { S: OTHER_ORGANIZATION } },
          attributeValues: {
            action: { S: 'switchOrganization' },
            actor: { M: { identityId: { S: elsewhere.id }, name: { S: 'Countess' } } },
          },
        },
      ],
    });
    expect(response({ ...given, stash: run.stash, result: done }).result).toMatchObject({
      organizationId: OTHER_ORGANIZATION,
      organizationName: 'Array',
      isCurrent: false,
    });
    expect(failureOf(response({ ...given, stash: run.stash, ...cancelled(0, 2) }))).toBe(MISSING);
    expect(failureOf(response({ ...given, stash: run.stash, ...outage }))).toBe(INTERNAL);
  });

  it('finds none that the caller is not active in', () => {
    expect(failureOf(change({ ...elsewhere, status: 'SUSPENDED' }))).toBe(MISSING);
    expect(failureOf(change({ ...elsewhere, sub: 'another' }))).toBe(MISSING);
    expect(failureOf(request({ ...given, prev: { result: [] } }))).toBe(MISSING);
  });
});
