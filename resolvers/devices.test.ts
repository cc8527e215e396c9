import { describe, expect, it } from 'vitest';
import { failedCondition, failureOf, handlersOf, infoOf, INTERNAL, outage } from './testing/handlers.ts';
import { device, DEVICE, NEW_ID, NOW, ORGANIZATION, publicDevice } from './testing/rows.ts';

const key = { organizationId: { S: ORGANIZATION }, id: { S: DEVICE } };
const versionIs3 = {
  expression: '(#version = :version_eq)',
  expressionNames: { '#version': 'version' },
  expressionValues: { ':version_eq': { N: 3 } },
};
const MISSING = `NotFoundError: There is no device with the id "${DEVICE}".`;
const CONFLICT =
  "ConflictError: The device has been changed meanwhile and is at version 3: look at what it is now, in this error's data, and send that version as expectedVersion.";

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
  const created = (attributes: object) => ({
    operation: 'PutItem',
    key: { organizationId: { S: ORGANIZATION }, id: { S: NEW_ID } },
    attributeValues: {
      id: { S: NEW_ID },
      createdAt: { S: NOW },
      updatedAt: { S: NOW },
      version: { N: 1 },
      ...attributes,
    },
    condition: {
      expression: '(attribute_not_exists(#id))',
      expressionNames: { '#id': 'id' },
      expressionValues: {},
    },
  });

  it('puts a device with all that was given', () => {
    const { name, description, metrics } = device;
    const location = { latitude: 0, longitude: -180, altitude: -12_000, name: 'x' };
    expect(request({ arguments: { input: { name, description, location, metrics } } }).result).toEqual(
      created({
        name: { S: name },
        description: { S: description },
        location: { M: { latitude: { N: 0 }, longitude: { N: -180 }, altitude: { N: -12_000 }, name: { S: 'x' } } },
        metrics: {
          L: [{ M: { name: { S: 'temperature' }, label: { S: 'Air temperature' }, unit: { S: 'Cel' } } }],
        },
      }),
    );
  });

  it.each([{}, { description: null, location: null, metrics: null }])('leaves out what was not given: %j', (input) => {
    expect(request({ arguments: { input: { name: 'Roof', ...input } } }).result).toEqual(
      created({ name: { S: 'Roof' }, metrics: { L: [] } }),
    );
  });

  it('answers the device as clients see it', () => {
    expect(response({ result: device }).result).toEqual(publicDevice);
    expect(failureOf(response(outage))).toBe(INTERNAL);
    expect(failureOf(response(failedCondition(device)))).toBe(INTERNAL);
  });
});

describe('Mutation.updateDevice', async () => {
  const { request, response } = await handlersOf('Mutation.updateDevice');
  const input = { id: DEVICE, expectedVersion: 3 };

  it('changes what was given, and nothing else', () => {
    const given = { ...input, name: 'Roof', description: null, metrics: null };
    expect(request({ arguments: { input: given } }).result).toEqual({
      operation: 'UpdateItem',
      key,
      update: {
        expression:
          'SET #expName_1 = #expName_1 + :expValue_1, #expName_2 = :expValue_2, #expName_3 = :expValue_3, #expName_5 = :expValue_4 REMOVE #expName_4',
        expressionNames: {
          '#expName_1': 'version',
          '#expName_2': 'updatedAt',
          '#expName_3': 'name',
          '#expName_4': 'description',
          '#expName_5': 'metrics',
        },
        expressionValues: {
          ':expValue_1': { N: 1 },
          ':expValue_2': { S: NOW },
          ':expValue_3': { S: 'Roof' },
          ':expValue_4': { L: [] },
        },
      },
      condition: versionIs3,
    });
  });

  it('asks for no id that is none, and does not empty the name', () => {
    expect(failureOf(request({ arguments: { input: { ...input, id: 'x' } } }))).toBe(
      'NotFoundError: There is no device with the id "x".',
    );
    expect(failureOf(request({ arguments: { input: { ...input, name: null } } }))).toBe(
      'ValidationError: name cannot be emptied: leave it out to keep it, or give a value.',
    );
  });

  it('answers the device as it is now, or why it was not changed', () => {
    const given = { arguments: { input } };
    expect(response({ ...given, result: device }).result).toEqual(publicDevice);
    const conflict = response({ ...given, ...failedCondition(device) });
    expect(failureOf(conflict)).toBe(CONFLICT);
    expect(conflict.error?.data).toEqual(publicDevice);
    expect(failureOf(response({ ...given, ...failedCondition(null) }))).toBe(MISSING);
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });
});

describe('Mutation.deleteDevice', async () => {
  const { request, response } = await handlersOf('Mutation.deleteDevice');
  const given = { arguments: { input: { id: DEVICE, expectedVersion: 3 } } };

  it('deletes the device of the version that the caller has seen', () => {
    expect(request(given).result).toEqual({ operation: 'DeleteItem', key, condition: versionIs3 });
    expect(failureOf(request({ arguments: { input: { id: 'x', expectedVersion: 3 } } }))).toContain('NotFoundError');
  });

  it('answers the device as it was, or why it was not deleted', () => {
    expect(response({ ...given, result: device }).result).toEqual(publicDevice);
    const conflict = response({ ...given, ...failedCondition(device) });
    expect(failureOf(conflict)).toBe(CONFLICT);
    expect(conflict.error?.data).toEqual(publicDevice);
    // What is not there already counts as deleted to AppSync.
    expect(failureOf(response({ ...given, result: null }))).toBe(MISSING);
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });
});
