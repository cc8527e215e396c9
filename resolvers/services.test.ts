import { describe, expect, it } from 'vitest';
import { serviceAddress } from '../functions/shared/names.ts';
import { cancelled, failureOf, handlersOf, infoOf, INTERNAL, outage, type Given } from './testing/handlers.ts';
import {
  identity,
  IDENTITY,
  NEW_ID,
  NOW,
  ORGANIZATION,
  publicIdentity,
  publicService,
  service,
  SERVICE,
} from './testing/rows.ts';

const actor = { identityId: IDENTITY, name: 'Ada', kind: 'PERSON' };
const key = { organizationId: { S: ORGANIZATION }, id: { S: SERVICE } };
const changed = { ...service, version: 4, updatedAt: NOW };
const done = { keys: [], cancellationReasons: null };
const isNew = (name: string) => ({
  expression: `(attribute_not_exists(#${name}))`,
  expressionNames: { [`#${name}`]: name },
});
/** The audit event, as far as it is about these fields: the rest is every mutation's. */
const audited = (action: string, targetId: string, details?: object) => ({
  table: '__TABLE_auditEvents__',
  operation: 'PutItem',
  key: { organizationId: { S: ORGANIZATION }, id: { S: NEW_ID } },
  attributeValues: expect.objectContaining({
    action: { S: action },
    targetType: { S: 'Identity' },
    targetId: { S: targetId },
    ...(details && { details }),
  }) as object,
});

describe('Mutation.createService', async () => {
  const { request, response } = await handlersOf('Mutation.createService');
  const given = { arguments: { input: { name: 'Meter', role: 'VIEWER' } }, stash: { actor } };
  const email = serviceAddress(NEW_ID);
  const created = {
    id: NEW_ID,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    organizationId: ORGANIZATION,
    kind: 'SERVICE',
    name: 'Meter',
    email,
    role: 'VIEWER',
    locale: 'en',
    status: 'INVITED',
  };

  it('writes the identity, its membership and the event together', () => {
    const run = request(given);
    expect(run.stash).toEqual({ actor, created });
    expect(run.result).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_identities__',
          operation: 'PutItem',
          key: { organizationId: { S: ORGANIZATION }, id: { S: NEW_ID } },
          attributeValues: Object.fromEntries(
            Object.entries(created).map(([name, value]) => [
              name,
              typeof value === 'number' ? { N: value } : { S: value },
            ]),
          ),
          condition: isNew('id'),
        },
        {
          table: '__TABLE_memberships__',
          operation: 'PutItem',
          key: { email: { S: email }, organizationId: { S: ORGANIZATION } },
          attributeValues: { identityId: { S: NEW_ID } },
          condition: isNew('email'),
        },
        audited('createService', NEW_ID, { M: { name: { S: 'Meter' }, role: { S: 'VIEWER' } } }),
      ],
    });
  });

  it('answers the row for the next step', () => {
    expect(response({ ...given, stash: { created }, result: done }).result).toEqual(created);
    expect(failureOf(response({ ...given, stash: { created }, ...cancelled(1, 3) }))).toBe(INTERNAL);
    expect(failureOf(response({ ...given, stash: { created }, ...outage }))).toBe(INTERNAL);
  });

  it.each(['', ' ', 'x'.repeat(201)])('refuses the name %j', (name) => {
    expect(failureOf(request({ ...given, arguments: { input: { name, role: 'VIEWER' } } }))).toContain(
      'ValidationError: name must have',
    );
  });
});

describe.each([
  ['rotateServiceSecret', [], (current: object) => ({ identity: current, username: publicService.email, secret: '' })],
  ['revokeServiceSecret', ['onReadings', 'onExport'], (current: object) => current],
] as const)('Mutation.%s', async (field, ended, shape) => {
  const { request, response } = await handlersOf(`Mutation.${field}`);
  const given: Given = {
    arguments: { input: { id: SERVICE, expectedVersion: 3 } },
    stash: { actor },
    prev: { result: service },
  };

  it('counts the version up, with the event', () => {
    const run = request(given);
    expect(run.stash).toEqual({ actor, changed });
    expect(run.result).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_identities__',
          operation: 'UpdateItem',
          key,
          update: expect.objectContaining({
            expressionValues: { ':expValue_1': { N: 1 }, ':expValue_2': { S: NOW } },
          }) as object,
          condition: {
            expression: '(#version = :version_eq)',
            expressionNames: { '#version': 'version' },
            expressionValues: { ':version_eq': { N: 3 } },
          },
        },
        audited(field, SERVICE),
      ],
    });
    expect(JSON.stringify(run.result)).not.toContain('details');
  });

  it('refuses a person', () => {
    expect(failureOf(request({ ...given, prev: { result: identity } }))).toBe(
      'ValidationError: "Ada" is a person: only services have a secret, people have passwords.',
    );
  });

  it('answers the row for the next step, or why it was not changed', () => {
    const after = { ...given, stash: { changed } };
    const run = response({ ...after, result: done });
    expect(run.result).toEqual(changed);
    expect(run.invalidations).toEqual(
      ended.map((subscriptionField) => ({
        subscriptionField,
        payload: { organizationId: ORGANIZATION, identityId: SERVICE },
      })),
    );
    const conflict = response({ ...after, ...cancelled(0, 2, { ...service, version: 5 }) });
    expect(failureOf(conflict)).toContain('ConflictError: The identity has been changed meanwhile and is at version 5');
    expect(conflict.error?.data).toEqual(shape({ ...publicService, version: 5 }));
    expect(conflict.invalidations).toEqual([]);
    expect(failureOf(response({ ...after, ...cancelled(0, 2) }))).toContain('NotFoundError');
    expect(failureOf(response({ ...after, ...outage }))).toBe(INTERNAL);
  });
});

const payload = { organizationId: ORGANIZATION, identityId: SERVICE };

describe('giveServiceSecret', async () => {
  const { request, response } = await handlersOf('steps/giveServiceSecret');
  const given = (field: string): Given => ({ info: infoOf('Mutation', field), prev: { result: changed } });

  it('asks for a secret and answers it', () => {
    expect(request(given('rotateServiceSecret')).result).toEqual({
      operation: 'Invoke',
      payload: { operation: 'giveSecret', ...payload, version: 4 },
    });
    const answered = { secret: 'sonde_x', secretCreatedAt: '2018-03-01T00:00:00.000Z' };
    expect(response({ ...given('createService'), result: { data: answered } }).result).toEqual({
      identity: { ...publicService, version: 4, updatedAt: NOW, secretCreatedAt: answered.secretCreatedAt },
      username: service.email,
      secret: 'sonde_x',
    });
  });

  it.each([
    [
      'createService',
      'The service is there, but nobody knows its secret: ask for another one with rotateServiceSecret',
    ],
    ['rotateServiceSecret', 'Whether the secret that the service had is void cannot be told: ask again'],
  ])('says after a failed %s what to do, and with which version', (field, advice) => {
    const identity = { ...publicService, version: 4, updatedAt: NOW };
    const data = { identity, username: publicService.email, secret: '' };
    const failed = response({ ...given(field), ...outage });
    expect(failureOf(failed)).toContain(`InternalError: Something went wrong on our side. ${advice}`);
    expect(failed.error?.data).toEqual(data);
    const error = { type: 'TimeoutError', message: 'Too busy.' };
    const refused = response({ ...given(field), result: { error } });
    expect(failureOf(refused)).toContain(`TimeoutError: Too busy. ${advice}`);
    expect(refused.error?.data).toEqual(data);
  });
});

describe('voidServiceSecret', async () => {
  const { request, response } = await handlersOf('steps/voidServiceSecret');
  const given: Given = { info: infoOf('Mutation', 'revokeServiceSecret'), prev: { result: changed } };

  it('asks for it and answers the identity without a secret', () => {
    expect(request(given).result).toEqual({
      operation: 'Invoke',
      payload: { operation: 'voidSecret', ...payload, version: 4 },
    });
    expect(response({ ...given, result: { data: {} } }).result).toEqual({
      ...publicService,
      version: 4,
      updatedAt: NOW,
      secretCreatedAt: null,
    });
  });

  it('says that the secret may be good where it failed', () => {
    const failed = response({ ...given, ...outage });
    expect(failureOf(failed)).toContain('The secret may be good still: ask again');
    expect(failed.error?.data).toMatchObject({ version: 4, secretCreatedAt: identity.secretCreatedAt });
  });
});

describe('removeServiceAccount', async () => {
  const { request, response } = await handlersOf('steps/removeServiceAccount');

  it('has the user of a service removed, and leaves that of a person', () => {
    const prev = { result: publicService };
    expect(request({ prev }).result).toEqual({
      operation: 'Invoke',
      invocationType: 'Event',
      payload: { operation: 'remove', ...payload },
    });
    expect(request({ prev: { result: publicIdentity } })).toMatchObject({
      result: publicIdentity,
      earlyReturn: { skipTo: 'NEXT' },
    });
    expect(response({ prev, result: null }).result).toEqual(publicService);
    expect(response({ prev, ...outage }).result).toEqual(publicService);
  });
});
