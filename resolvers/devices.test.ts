import { describe, expect, it } from 'vitest';
import { auditOf } from './testing/audit.ts';
import { cancelled, failureOf, handlersOf, infoOf, INTERNAL, outage } from './testing/handlers.ts';
import { device, DEVICE, NEW_ID, NOW, ORGANIZATION, publicDevice } from './testing/rows.ts';

const key = { organizationId: { S: ORGANIZATION }, id: { S: DEVICE } };
const MISSING = `NotFoundError: There is no device with the id "${DEVICE}".`;
const CONFLICT =
  "ConflictError: The device has been changed meanwhile and is at version 3: look at what it is now, in this error's data, and send that version as expectedVersion.";

const AT_ONCE = 'ConflictError: Somebody else changed the same at this very moment, and nothing was done. Ask again.';

describe('Query.device', async () => {
  const { request, response } = await handlersOf('Query.device');
  const given = { arguments: { id: DEVICE } };

  it('gets the device of the caller’s organization', () => {
    expect(request(given).result).toEqual({ operation: 'GetItem', key });
    expect(response({ ...given, result: device }).result).toEqual(publicDevice);
  });

  it.each(['', 'x', `${DEVICE}0`, DEVICE.toLowerCase(), DEVICE.replace(/.$/, 'U'), ` ${DEVICE}`, `${DEVICE}\n`])(
    'does not ask for the id %j, which is none',
    (id) => {
      expect(failureOf(request({ arguments: { id } }))).toBe(`NotFoundError: There is no device with the id "${id}".`);
    },
  );

  it('says what is missing and hides what failed', () => {
    expect(failureOf(response({ ...given, result: null }))).toBe(MISSING);
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });
});

describe('Query.devices', async () => {
  const { request, response } = await handlersOf('Query.devices');
  const info = infoOf('Query', 'devices');
  const query = {
    expression: '#organizationId = :organizationId_eq',
    expressionNames: { '#organizationId': 'organizationId' },
    expressionValues: { ':organizationId_eq': { S: ORGANIZATION } },
  };

  it.each([
    [{}, { limit: 50, nextToken: null }],
    [
      { first: null, nextToken: null },
      { limit: 50, nextToken: null },
    ],
    [
      { first: 100, nextToken: `devices.${ORGANIZATION}.abc` },
      { limit: 100, nextToken: 'abc' },
    ],
  ])('asks for the page %j', (args, page) => {
    expect(request({ arguments: args, info }).result).toEqual({ operation: 'Query', query, ...page });
  });

  it.each([0, -1, 101])('refuses %j devices a page', (first) => {
    expect(failureOf(request({ arguments: { first }, info }))).toBe(
      `ValidationError: first must be 1 to 100; it is ${first}.`,
    );
  });

  it('answers a page, and the token of the next', () => {
    const answer = (nextToken: string | null) => response({ info, result: { items: [device], nextToken } }).result;
    expect(answer('abc')).toEqual({ items: [publicDevice], nextToken: `devices.${ORGANIZATION}.abc` });
    expect(answer(null)).toEqual({ items: [publicDevice], nextToken: null });
  });

  it('takes a failure for that of the token where there is one', () => {
    const args = { nextToken: `devices.${ORGANIZATION}.forged` };
    expect(failureOf(response({ arguments: args, info, ...outage }))).toContain(
      'ValidationError: nextToken is not one',
    );
    expect(failureOf(response({ info, ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.createDevice', async () => {
  const { request, response } = await handlersOf('Mutation.createDevice');
  const created = (attributes: object, details: object) => ({
    operation: 'TransactWriteItems',
    transactItems: [
      {
        table: '__TABLE_devices__',
        operation: 'PutItem',
        key: { organizationId: { S: ORGANIZATION }, id: { S: NEW_ID } },
        attributeValues: {
          organizationId: { S: ORGANIZATION },
          id: { S: NEW_ID },
          createdAt: { S: NOW },
          updatedAt: { S: NOW },
          version: { N: 1 },
          ...attributes,
        },
        condition: {
          expression: '(attribute_not_exists(#id))',
          expressionNames: { '#id': 'id' },
        },
      },
      auditOf({ action: 'createDevice', targetId: NEW_ID, details }),
    ],
  });

  it('puts a device with all that was given, and the event of it', () => {
    const { name, description, metrics } = device;
    const location = { latitude: 0, longitude: -180, altitude: -12_000, name: 'x' };
    const input = { name, description, location, metrics };
    expect(request({ arguments: { input } }).result).toEqual(
      created(
        {
          name: { S: name },
          description: { S: description },
          location: { M: { latitude: { N: 0 }, longitude: { N: -180 }, altitude: { N: -12_000 }, name: { S: 'x' } } },
          metrics: {
            L: [{ M: { name: { S: 'temperature' }, label: { S: 'Air temperature' }, unit: { S: 'Cel' } } }],
          },
        },
        input,
      ),
    );
  });

  it.each([{}, { description: null, location: null, metrics: null }])('leaves out what was not given: %j', (input) => {
    expect(request({ arguments: { input: { name: 'Roof', ...input } } }).result).toEqual(
      created({ name: { S: 'Roof' }, metrics: { L: [] } }, { name: 'Roof' }),
    );
  });

  it('answers the device as clients see it', () => {
    const { stash } = request({ arguments: { input: { name: 'Roof' } } });
    expect(response({ stash }).result).toEqual({
      id: NEW_ID,
      createdAt: NOW,
      updatedAt: NOW,
      version: 1,
      name: 'Roof',
      metrics: [],
      certificates: [],
    });
    expect(failureOf(response({ stash, ...outage }))).toBe(INTERNAL);
    expect(failureOf(response({ stash, ...cancelled(0, 2, device) }))).toBe(INTERNAL);
  });
});

describe('Mutation.updateDevice', async () => {
  const { request, response } = await handlersOf('Mutation.updateDevice');
  const input = { id: DEVICE, expectedVersion: 3 };
  const prev = { result: device };

  it('changes what was given, and nothing else, and tells of it', () => {
    const given = { ...input, name: 'Tower', description: null, metrics: null };
    expect(request({ arguments: { input: given }, prev }).result).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: '__TABLE_devices__',
          operation: 'UpdateItem',
          key,
          update: {
            expression:
              'SET #expName_1 = #expName_1 + :expValue_1, #expName_2 = :expValue_2, #expName_3 = :expValue_3, #expName_4 = :expValue_4 REMOVE #expName_5',
            expressionNames: {
              '#expName_1': 'version',
              '#expName_2': 'updatedAt',
              '#expName_3': 'name',
              '#expName_4': 'metrics',
              '#expName_5': 'description',
            },
            expressionValues: {
              ':expValue_1': { N: 1 },
              ':expValue_2': { S: NOW },
              ':expValue_3': { S: 'Tower' },
              ':expValue_4': { L: [] },
            },
          },
          condition: {
            expression: '(#version = :version_eq)',
            expressionNames: { '#version': 'version' },
            expressionValues: { ':version_eq': { N: 3 } },
          },
        },
        auditOf({ action: 'updateDevice', details: { name: 'Tower', description: null, metrics: [] } }),
      ],
    });
  });

  it('tells only of what changes something, in whatever order members are stored', () => {
    const { latitude, longitude, altitude, name } = device.location;
    const [{ name: metric, label, unit }] = device.metrics as [{ name: string; label: string; unit: string }];
    const detailsOf = (change: object) => {
      const { result } = request({ arguments: { input: { ...input, ...change } }, prev });
      return (result as { transactItems: [unknown, object] }).transactItems[1];
    };
    const same = {
      name: device.name,
      location: { name, altitude, longitude, latitude },
      metrics: [{ unit, label, name: metric }],
    };
    expect(detailsOf({})).toEqual(auditOf({ action: 'updateDevice' }));
    expect(detailsOf(same)).toEqual(auditOf({ action: 'updateDevice' }));
    const moved = { latitude, longitude: 0, name: null };
    expect(detailsOf({ ...same, location: moved })).toEqual(
      auditOf({ action: 'updateDevice', details: { location: moved } }),
    );
    const metrics = [...device.metrics, { name: 'wind' }];
    expect(detailsOf({ ...same, metrics })).toEqual(auditOf({ action: 'updateDevice', details: { metrics } }));
  });

  it('does not empty the name', () => {
    expect(failureOf(request({ arguments: { input: { ...input, name: null } }, prev }))).toBe(
      'ValidationError: name cannot be emptied: leave it out to keep it, or give a value.',
    );
  });

  it('answers the device as it is now, or why it was not changed', () => {
    const given = { arguments: { input: { ...input, name: 'Tower', description: null } }, prev };
    const { stash } = request(given);
    const { description: _description, ...described } = publicDevice;
    expect(response({ ...given, stash }).result).toEqual({ ...described, name: 'Tower', version: 4, updatedAt: NOW });
    const conflict = response({ ...given, stash, ...cancelled(0, 2, device) });
    expect(failureOf(conflict)).toBe(CONFLICT);
    expect(conflict.error?.data).toEqual(publicDevice);
    expect(failureOf(response({ ...given, stash, ...cancelled(0, 2) }))).toBe(MISSING);
    expect(failureOf(response({ ...given, stash, ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.deleteDevice', async () => {
  const { request, response } = await handlersOf('Mutation.deleteDevice');
  const given = { arguments: { input: { id: DEVICE, expectedVersion: 3 } } };
  const deleted = (expression: string, { names = {}, values }: { names?: object; values: object }) => ({
    operation: 'TransactWriteItems',
    transactItems: [
      {
        table: '__TABLE_devices__',
        operation: 'DeleteItem',
        key,
        condition: {
          expression: `#version = :version AND ${expression}`,
          expressionNames: { '#version': 'version', '#certificates': 'certificates', ...names },
          expressionValues: { ':version': { N: 3 }, ...values },
          returnValuesOnConditionCheckFailure: true,
        },
      },
      auditOf({ action: 'deleteDevice', details: { name: 'Roof' } }),
    ],
  });

  it('deletes the device of the version that the caller has seen, with the certificates that are answered', () => {
    const [certificate] = device.certificates;
    const certificates = [certificate, { ...certificate, id: 'c0ffee' }];
    expect(request({ ...given, prev: { result: { ...device, certificates } } }).result).toEqual(
      deleted('size(#certificates) = :count AND #certificates[0].#id = :id0 AND #certificates[1].#id = :id1', {
        names: { '#id': 'id' },
        values: { ':count': { N: 2 }, ':id0': { S: certificate?.id }, ':id1': { S: 'c0ffee' } },
      }),
    );
    const { certificates: _certificates, ...bare } = device;
    const none = deleted('(attribute_not_exists(#certificates) OR size(#certificates) = :count)', {
      values: { ':count': { N: 0 } },
    });
    expect(request({ ...given, prev: { result: bare } }).result).toEqual(none);
    expect(request({ ...given, prev: { result: { ...device, certificates: [] } } }).result).toEqual(none);
  });

  it('answers the device as it was, or why it was not deleted', () => {
    const { stash } = request({ ...given, prev: { result: device } });
    expect(response({ ...given, stash }).result).toEqual(publicDevice);
    const conflict = response({ ...given, stash, ...cancelled(0, 2, { ...device, version: 4 }) });
    expect(failureOf(conflict)).toBe(CONFLICT.replace('version 3', 'version 4'));
    expect(conflict.error?.data).toEqual({ ...publicDevice, version: 4 });
    expect(failureOf(response({ ...given, stash, ...cancelled(0, 2, device) }))).toBe(AT_ONCE);
    expect(failureOf(response({ ...given, stash, ...cancelled(0, 2) }))).toBe(MISSING);
    expect(failureOf(response({ ...given, stash, ...outage }))).toBe(INTERNAL);
  });
});
