import { describe, expect, it } from 'vitest';
import { auditOf } from './testing/audit.ts';
import { cancelled, failureOf, handlersOf, INTERNAL, outage } from './testing/handlers.ts';
import { identity, NOW, organization, ORGANIZATION, publicIdentity } from './testing/rows.ts';

const { activeAdministrators: _, ...publicOrganization } = organization;
const MISSING = `NotFoundError: There is no organization with the id "${ORGANIZATION}".`;

describe('Query.organization', async () => {
  const { request, response } = await handlersOf('Query.organization');

  it('gets the organization of the token', () => {
    expect(request().result).toEqual({ operation: 'GetItem', key: { id: { S: ORGANIZATION } } });
    expect(response({ result: organization }).result).toEqual(publicOrganization);
    expect(failureOf(response({ result: null }))).toBe(MISSING);
    expect(failureOf(response(outage))).toBe(INTERNAL);
  });
});

describe('Query.me', async () => {
  const { request, response } = await handlersOf('Query.me');

  it('answers the caller’s identity and organization', () => {
    const prev = { result: identity };
    expect(request({ prev }).result).toEqual({ operation: 'GetItem', key: { id: { S: ORGANIZATION } } });
    expect(response({ prev, result: organization }).result).toEqual({
      identity: publicIdentity,
      organization: publicOrganization,
    });
    expect(failureOf(response({ prev, result: null }))).toBe(MISSING);
    expect(failureOf(response({ prev, ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.updateOrganization', async () => {
  const { request, response } = await handlersOf('Mutation.updateOrganization');
  const given = {
    arguments: { input: { name: 'Planetarium', expectedVersion: 3 } },
    prev: { result: organization },
  };

  it('changes the organization of the token, and tells of it', () => {
    expect(request(given).result).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_organizations__',
          operation: 'UpdateItem',
          key: { id: { S: ORGANIZATION } },
          update: {
            expression: 'SET #expName_1 = #expName_1 + :expValue_1, #expName_2 = :expValue_2, #expName_3 = :expValue_3',
            expressionNames: { '#expName_1': 'version', '#expName_2': 'updatedAt', '#expName_3': 'name' },
            expressionValues: {
              ':expValue_1': { N: 1 },
              ':expValue_2': { S: NOW },
              ':expValue_3': { S: 'Planetarium' },
            },
          },
          condition: {
            expression: '(#version = :version_eq)',
            expressionNames: { '#version': 'version' },
            expressionValues: { ':version_eq': { N: 3 } },
          },
        },
        auditOf({
          action: 'updateOrganization',
          targetType: 'Organization',
          targetId: ORGANIZATION,
          details: { name: 'Planetarium' },
        }),
      ],
    });
  });

  it('answers the organization as it is now, or why it was not changed', () => {
    const { stash } = request(given);
    const changed = { ...publicOrganization, name: 'Planetarium', version: 4, updatedAt: NOW };
    expect(response({ ...given, stash }).result).toEqual(changed);
    const conflict = response({ ...given, stash, ...cancelled(0, 2, organization) });
    expect(failureOf(conflict)).toContain('ConflictError: The organization has been changed meanwhile');
    expect(conflict.error?.data).toEqual(publicOrganization);
    expect(failureOf(response({ ...given, stash, ...cancelled(0, 2) }))).toBe(MISSING);
    expect(failureOf(response({ ...given, stash, ...outage }))).toBe(INTERNAL);
  });
});
