import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  DeleteDeviceDocument,
  RecordReadingsDocument,
  UpdateDeviceDocument,
  UpdateOrganizationDocument,
} from '../examples/generated/documents.ts';
import { physicalName } from '../local/stack/names.ts';
import { EXPORT_LIMITS } from '../schema/limits.ts';
import { auditOf } from './testing/audit.ts';
import { COLLEAGUE, ExportsApi, period, START } from './testing/exports.ts';
import { failureOf, handlersOf, infoOf, INTERNAL, outage } from './testing/handlers.ts';
import {
  auditEvent,
  caller,
  device,
  DEVICE,
  EXPORT,
  exported,
  IDENTITY,
  NEW_ID,
  organization,
  ORGANIZATION,
} from './testing/rows.ts';
import { tables, type TableName } from './tables.ts';

describe('an event', async () => {
  const createDevice = await handlersOf('Mutation.createDevice');
  const eventOf = (input: object, given: object = {}) => {
    const { result } = createDevice.request({ arguments: { input: { name: 'Roof', ...input } }, ...given });
    return (result as { transactItems: [unknown, { attributeValues: object }] }).transactItems[1];
  };
  const act = { action: 'createDevice', targetId: NEW_ID };

  it('has long members by their beginnings', () => {
    const metrics = Array.from({ length: 20 }, (_, index) => ({ name: `m${index}` }));
    expect(eventOf({ name: 'x'.repeat(200), description: 'y'.repeat(201), metrics })).toEqual(
      auditOf({
        ...act,
        details: {
          name: 'x'.repeat(200),
          description: `${'y'.repeat(200)}…`,
          metrics: `${JSON.stringify(metrics).slice(0, 200)}…`,
        },
      }),
    );
  });

  it('cuts no character in halves', () => {
    const event = eventOf({ description: `${'y'.repeat(199)}🌊🌊` });
    expect(event).toEqual(auditOf({ ...act, details: { name: 'Roof', description: `${'y'.repeat(199)}…` } }));
  });

  it('is without an address where there is none', () => {
    const event = eventOf({}, { identity: { ...caller, sourceIp: [] } });
    const { sourceIp: _sourceIp, ...attributeValues } = auditOf({ ...act, details: { name: 'Roof' } }).attributeValues;
    expect(event.attributeValues).toEqual(attributeValues);
  });

  it('is from the address of the connection, whatever the caller says in x-forwarded-for', () => {
    const event = eventOf({}, { identity: { ...caller, sourceIp: ['203.0.113.9', 'anything', '192.0.2.1'] } });
    expect(event).toEqual(auditOf({ ...act, details: { name: 'Roof' } }));
  });

  it('is of somebody: nothing is asked for without', () => {
    const { error } = createDevice.request({ arguments: { input: { name: 'Roof' } }, stash: {} });
    expect(error?.errorType).toBe('Unauthorized');
  });
});

describe('auditReadings', async () => {
  const { request, response } = await handlersOf('steps/auditReadings');
  const info = infoOf('Mutation', 'recordReadings');
  const ask = (...times: string[]) => {
    const readings = times.map((time) => ({ metric: 'secret', time, value: 1 }));
    return request({ info, arguments: { input: { deviceId: DEVICE, readings } } });
  };
  const event = (details: object) => {
    const { table: _table, ...item } = auditOf({ action: 'recordReadings', details });
    return item;
  };

  it('notes how many readings there are and of when, and none of them', () => {
    const times = ['2018-01-01T00:30:00+01:00', '2018-01-01T00:00:00.0009Z', '2017-12-31T23:45:00Z'];
    expect(ask(...times).result).toEqual(
      event({ readings: 3, from: '2017-12-31T23:30:00.000Z', to: '2018-01-01T00:00:00.000Z' }),
    );
  });

  it('notes no times that it cannot tell: the function says what is wrong with them', () => {
    expect(ask('2018-01-01T00:00:00+00:00:01').result).toEqual(event({ readings: 1 }));
    const readings = { readings: 2, from: '2018-01-01T00:00:00.000Z', to: '2018-01-01T00:00:00.000Z' };
    expect(ask('2018-01-01T00:00:00+00:00:01', '2018-01-01T00:00:00Z').result).toEqual(event(readings));
  });

  it('notes nothing of what is refused', () => {
    const many = (count: number) => failureOf(ask(...Array.from({ length: count }, () => '2018-01-01T00:00:00Z')));
    expect(many(1000)).toBe('none');
    for (const count of [0, 1001])
      expect(many(count)).toBe(`ValidationError: The number of readings must be 1 to 1000; it is ${count}.`);
  });

  it('hands on what was answered before, and lets nobody on without a note', () => {
    expect(response({ info, prev: { result: device } }).result).toEqual(device);
    expect(failureOf(response({ info, prev: { result: device }, ...outage }))).toBe(INTERNAL);
  });
});

describe('Query.auditEvents', async () => {
  const { request, response } = await handlersOf('Query.auditEvents');
  const query = (since: string, before: string) => ({
    expression: '#organizationId = :organizationId AND #id BETWEEN :since AND :before',
    expressionNames: { '#organizationId': 'organizationId', '#id': 'id' },
    expressionValues: {
      ':organizationId': { S: ORGANIZATION },
      ':since': { S: since },
      ':before': { S: before },
    },
  });
  const plain = { operation: 'Query', query: query('0', '8'), limit: 50, scanIndexForward: false };

  it('asks for all there are, newest first', () => {
    expect(request().result).toEqual(plain);
    const nothing = { from: null, to: null, actorId: null, targetId: null, action: null, first: null, nextToken: null };
    expect(request({ arguments: nothing }).result).toEqual(plain);
  });

  it.each([
    [{ from: '2018-02-06T19:01:35.750Z' }, '01C5P7XAC6', '8'],
    [{ to: '2018-02-06T20:01:35.75+01:00' }, '0', '01C5P7XAC6'],
    [{ from: '2018-02-06T19:01:35.750000Z', to: '2018-02-06T19:01:35.750000001Z' }, '01C5P7XAC6', '01C5P7XAC7'],
    [{ from: '1970-01-01T00:00:00Z', to: '2262-04-11T23:47:16.853Z' }, '0000000000', '08CDXX0PQN'],
  ])('asks for the ids of %j', (args, since, before) => {
    expect(request({ arguments: args }).result).toEqual({ ...plain, query: query(since, before) });
  });

  it('asks for some of them by what they say', () => {
    const args = { actorId: IDENTITY, targetId: DEVICE, action: 'deleteDevice', first: 100 };
    expect(request({ arguments: args }).result).toEqual({
      ...plain,
      limit: 100,
      filter: {
        expression: '#actor.#identityId = :actorId AND #targetId = :targetId AND #action = :action',
        expressionNames: {
          '#actor': 'actor',
          '#identityId': 'identityId',
          '#targetId': 'targetId',
          '#action': 'action',
        },
        expressionValues: {
          ':actorId': { S: IDENTITY },
          ':targetId': { S: DEVICE },
          ':action': { S: 'deleteDevice' },
        },
      },
    });
    expect(request({ arguments: { targetId: DEVICE } }).result).toEqual({
      ...plain,
      filter: {
        expression: '#targetId = :targetId',
        expressionNames: { '#targetId': 'targetId' },
        expressionValues: { ':targetId': { S: DEVICE } },
      },
    });
  });

  it.each([
    [{ first: 0 }, 'first must be 1 to 100; it is 0.'],
    [{ first: 101 }, 'first must be 1 to 100; it is 101.'],
    [
      { from: '2018-02-06T19:01Z' },
      'from must have seconds and an offset of Z or ±hh:mm, such as 2026-03-29T01:59:59Z; it is 2018-02-06T19:01Z.',
    ],
    [{ to: '1969-12-31T23:59:59Z' }, 'to must be from 1970-01-01 to 2262-04-11; it is 1969-12-31T23:59:59Z.'],
    [
      { from: '2018-01-01T00:00:00Z', to: '2018-01-01T01:00:00+01:00' },
      'to must be later than from, by a millisecond at least: the period is [from, to).',
    ],
    [{ actorId: '' }, 'actorId must be an id, which has 26 characters; it is "".'],
    [{ targetId: `${DEVICE}\n` }, `targetId must be an id, which has 26 characters; it is "${DEVICE}\n".`],
    [{ action: '' }, 'action must be the name of a mutation, such as deleteDevice; it is "".'],
    [{ action: 'a.b' }, 'action must be the name of a mutation, such as deleteDevice; it is "a.b".'],
  ])('refuses %j', (args, message) => {
    expect(failureOf(request({ arguments: args }))).toBe(`ValidationError: ${message}`);
  });

  it('answers events as clients see them', () => {
    const { organizationId: _organizationId, removeAt: _removeAt, ...event } = auditEvent;
    const { details: _details, sourceIp: _sourceIp, ...bare } = auditEvent;
    expect(response({ result: { items: [auditEvent, bare], nextToken: null } }).result).toEqual({
      items: [event, { ...event, details: null, sourceIp: null }],
      nextToken: null,
    });
    expect(failureOf(response(outage))).toBe(INTERNAL);
  });

  it('has tokens that serve the same question only', () => {
    const asked = { from: '2018-01-01T00:00:00Z', action: 'deleteDevice', first: 10 };
    const { result } = response({ arguments: asked, result: { items: [], nextToken: 'next' } });
    const { nextToken } = result as { nextToken: string };
    const ask = (args: object) => request({ arguments: { ...args, nextToken } });
    const same = { ...asked, from: '2018-01-01T01:00:00+01:00', first: 20, actorId: null };
    expect(ask(same).result).toMatchObject({ nextToken: 'next', limit: 20 });
    const wrong =
      'ValidationError: nextToken is not one that auditEvents gave to your organization for this question: send the nextToken of the page before as it is, or none for the first page.';
    const { from } = asked;
    for (const other of [
      {},
      { from },
      { ...asked, from: null },
      { ...asked, to: '2020-01-01T00:00:00Z' },
      { ...asked, actorId: IDENTITY },
      { ...asked, targetId: IDENTITY },
      { ...asked, action: 'createDevice' },
    ])
      expect(failureOf(ask(other)), JSON.stringify(other)).toBe(wrong);
    expect(failureOf(response({ arguments: { ...asked, nextToken }, ...outage }))).toBe(wrong);
  });
});

describe('exports', () => {
  let exports: ExportsApi;
  beforeEach(async () => {
    exports = await ExportsApi.start();
  });
  afterEach(() => exports.api.close());
  const events = async () => {
    const rows = await exports.rows('auditEvents');
    return rows.map(({ action, targetId }) => `${String(action)} ${String(targetId)}`).sort();
  };

  it('leave an event of what was asked for, with whose the recipients are and not their addresses', async () => {
    const { id } = await exports.requested({ clientToken: 'x', recipients: ['Bea@example.com'], metrics: ['x'] });
    expect(await exports.rows('auditEvents')).toEqual([
      {
        ...auditEvent,
        id: expect.stringMatching(/^01/) as string,
        time: '2026-11-22T23:00:00.000Z',
        removeAt: START / 1000 + 400 * 86_400,
        action: 'requestExport',
        targetType: 'Export',
        targetId: id,
        details: { ...period, metrics: ['x'], format: 'CSV', layout: 'LONG', recipients: [COLLEAGUE] },
      },
    ]);
  });

  it('leave one event of what is asked for twice', async () => {
    const { id } = await exports.requested({ clientToken: 'x' });
    expect((await exports.requested({ clientToken: 'x' })).id).toBe(id);
    expect((await exports.ask({ clientToken: 'x', metrics: ['x'] })).errors).toHaveLength(1);
    expect((await exports.cancel(id)).errors).toEqual([]);
    expect((await exports.cancel(id)).errors).toEqual([]);
    expect((await exports.delete(id)).errors).toEqual([]);
    expect((await exports.delete(id)).errors).toHaveLength(1);
    expect(await events()).toEqual([`cancelExport ${id}`, `deleteExport ${id}`, `requestExport ${id}`]);
  });

  it('leave none of what is refused', async () => {
    for (let count = 0; count < EXPORT_LIMITS.atOnce; count += 1) await exports.requested();
    const before = await events();
    expect((await exports.ask()).errors).toHaveLength(1);
    expect((await exports.cancel(EXPORT)).errors).toHaveLength(1);
    expect(await events()).toEqual(before);
  });
});

describe('where no event can be written', () => {
  let asked: ExportsApi;
  const all = async () => {
    const names = Object.keys(tables).filter((name): name is TableName => name !== 'auditEvents');
    return Promise.all(names.map(async (name) => [name, await asked.rows(name)]));
  };
  beforeEach(async () => {
    asked = await ExportsApi.start();
    await asked.put('organizations', organization);
    await asked.put('exports', { ...exported, status: 'RUNNING' });
    await asked.api.dynamodb('DeleteTable', { TableName: physicalName('auditEvents') });
  });
  afterEach(() => asked.api.close());

  const change = { id: DEVICE, expectedVersion: 3 };
  const reading = { metric: 'temperature', time: '2026-01-01T00:00:00Z', value: 1 };
  const acts: Record<string, (exports: ExportsApi) => Promise<{ data: unknown; errors: string[] }>> = {
    updateOrganization: ({ api }) =>
      api.ask(caller, UpdateOrganizationDocument, { input: { name: 'Planetarium', expectedVersion: 3 } }),
    createDevice: ({ api }) => api.ask(caller, CreateDeviceDocument, { input: { name: 'Tower' } }),
    updateDevice: ({ api }) => api.ask(caller, UpdateDeviceDocument, { input: { ...change, name: 'Tower' } }),
    deleteDevice: ({ api }) => api.ask(caller, DeleteDeviceDocument, { input: change }),
    recordReadings: ({ api }) =>
      api.ask(caller, RecordReadingsDocument, { input: { deviceId: DEVICE, readings: [reading] } }),
    requestExport: (api) => api.ask({ clientToken: 'x' }),
    cancelExport: (api) => api.cancel(EXPORT),
    deleteExport: (api) => api.delete(EXPORT),
  };

  it.each(Object.entries(acts))('%s does nothing at all', async (_, act) => {
    const before = await all();
    expect(await act(asked)).toEqual({ data: null, errors: [INTERNAL] });
    expect(await all()).toEqual(before);
    expect(asked.invocations).toEqual([]);
  });
});
