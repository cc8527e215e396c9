import { describe, expect, it } from 'vitest';
import { failureOf, handlersOf, infoOf, INTERNAL, outage } from '../testing/handlers.ts';
import {
  caller,
  device,
  DEVICE,
  identity,
  IDENTITY,
  latest,
  organization,
  ORGANIZATION,
  OTHER_DEVICE,
  publicDevice,
  publicIdentity,
  service,
} from '../testing/rows.ts';

const MISSING = `NotFoundError: There is no device with the id "${DEVICE}".`;

describe('requireActive', async () => {
  const { request, response } = await handlersOf('steps/requireActive');

  it('reads the caller’s identity as it is now', () => {
    expect(request().result).toEqual({
      operation: 'GetItem',
      key: { organizationId: { S: ORGANIZATION }, id: { S: IDENTITY } },
      consistentRead: true,
    });
    expect(response({ result: identity }).result).toEqual(identity);
  });

  it('asks for nothing when the token names no identity', () => {
    const claims = { organization_id: ORGANIZATION };
    expect(request({ identity: { ...caller, claims } }).error?.errorType).toBe('Unauthorized');
  });

  it.each([
    [null, 'Your identity has been deleted'],
    [{ ...identity, status: 'SUSPENDED' }, 'Your access is suspended'],
    [{ ...identity, status: 'INVITED' }, 'Your access is suspended'],
    [{ ...identity, role: 'OPERATOR' }, 'Your role is OPERATOR now'],
  ])('stops one that is not what the token says: %j', (result, message) => {
    expect(failureOf(response({ result }))).toContain(`Unauthorized: ${message}`);
  });

  it.each([null, [], ['VIEWER']])('stops a token of the groups %j', (groups) => {
    expect(failureOf(response({ result: identity, identity: { ...caller, groups } }))).toContain('Unauthorized');
  });

  describe('of a service', () => {
    const since = (secretCreatedAt?: string) => ({
      ...service,
      role: 'ADMINISTRATOR',
      status: 'ACTIVE',
      secretCreatedAt,
    });
    const askedBy = (result: object, auth_time?: number) =>
      failureOf(response({ result, identity: { ...caller, claims: { ...caller.claims, auth_time } } }));
    const signedIn = Date.parse('2018-02-01T12:00:00Z') / 1000;
    const VOID = 'Unauthorized: The secret that you signed in with is void; ask an administrator for the one now.';

    it('lets on who signed in with the secret that it has', () => {
      expect(askedBy(since('2018-02-01T12:00:00.999Z'), signedIn)).toBe('none');
      expect(askedBy(since('2018-01-01T00:00:00.000Z'), signedIn)).toBe('none');
    });

    it('stops who signed in before, or when it has none', () => {
      expect(askedBy(since('2018-02-01T12:00:01.000Z'), signedIn)).toBe(VOID);
      expect(askedBy(since(undefined), signedIn)).toBe(VOID);
      expect(askedBy(since('2018-01-01T00:00:00.000Z'))).toContain('Unauthorized');
    });
  });

  it('stops when the row cannot be read', () => {
    expect(failureOf(response(outage))).toBe(INTERNAL);
  });
});

describe('loadIdentity', async () => {
  const { request, response } = await handlersOf('steps/loadIdentity');
  const given = { arguments: { input: { id: IDENTITY, expectedVersion: 3 } } };

  it('reads the identity that is to be changed', () => {
    expect(request(given).result).toEqual({
      operation: 'GetItem',
      key: { organizationId: { S: ORGANIZATION }, id: { S: IDENTITY } },
      consistentRead: true,
    });
    expect(response({ ...given, result: identity }).result).toEqual(identity);
  });

  it('stops where there is none, or another version', () => {
    const missing = (id: string) => `NotFoundError: There is no identity with the id "${id}".`;
    expect(failureOf(request({ arguments: { input: { id: 'x', expectedVersion: 3 } } }))).toBe(missing('x'));
    expect(failureOf(response({ ...given, result: null }))).toBe(missing(IDENTITY));
    const conflict = response({ ...given, result: { ...identity, version: 4 } });
    expect(failureOf(conflict)).toContain('ConflictError');
    expect(conflict.error?.data).toEqual({ ...publicIdentity, version: 4 });
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });
});

describe('loadDevice', async () => {
  const { request, response } = await handlersOf('steps/loadDevice');
  const given = { arguments: { input: { id: DEVICE, expectedVersion: 3 } } };

  it('reads the device that is to be changed', () => {
    const key = { organizationId: { S: ORGANIZATION }, id: { S: DEVICE } };
    expect(request(given).result).toEqual({ operation: 'GetItem', key, consistentRead: true });
    expect(response({ ...given, result: device }).result).toEqual(device);
  });

  it('stops where there is none, or another version', () => {
    expect(failureOf(request({ arguments: { input: { id: 'x', expectedVersion: 3 } } }))).toBe(
      'NotFoundError: There is no device with the id "x".',
    );
    expect(failureOf(response({ ...given, result: null }))).toBe(MISSING);
    const conflict = response({ ...given, result: { ...device, version: 4 } });
    expect(failureOf(conflict)).toContain('ConflictError');
    expect(conflict.error?.data).toEqual({ ...publicDevice, version: 4 });
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });
});

describe('loadOrganization', async () => {
  const { request, response } = await handlersOf('steps/loadOrganization');
  const given = { arguments: { input: { expectedVersion: 3 } } };

  it('reads the organization of the token, which is to be changed', () => {
    const key = { id: { S: ORGANIZATION } };
    expect(request(given).result).toEqual({ operation: 'GetItem', key, consistentRead: true });
    expect(response({ ...given, result: organization }).result).toEqual(organization);
  });

  it('stops where there is none, or another version', () => {
    expect(failureOf(response({ ...given, result: null }))).toBe(
      `NotFoundError: There is no organization with the id "${ORGANIZATION}".`,
    );
    const conflict = response({ ...given, result: { ...organization, version: 4 } });
    expect(failureOf(conflict)).toContain('ConflictError');
    expect(conflict.error?.data).toMatchObject({ id: ORGANIZATION, version: 4 });
    expect(conflict.error?.data).not.toHaveProperty('activeAdministrators');
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });
});

describe('requireDevice', async () => {
  const { request, response } = await handlersOf('steps/requireDevice');
  const given = { arguments: { deviceId: DEVICE } };

  it('lets on those whose organization has the device', () => {
    const key = { organizationId: { S: ORGANIZATION }, id: { S: DEVICE } };
    expect(request(given).result).toEqual({ operation: 'GetItem', key });
    expect(response({ ...given, result: device }).result).toEqual(device);
    expect(failureOf(response({ ...given, result: null }))).toBe(MISSING);
    expect(failureOf(request({ arguments: { deviceId: 'x' } }))).toContain('NotFoundError');
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
  });

  it('finds it in an input, too', () => {
    const input = { arguments: { input: { deviceId: DEVICE } } };
    expect(request(input).result).toEqual(request(given).result);
    expect(failureOf(response({ ...input, result: null }))).toBe(MISSING);
  });
});

describe('requireDevices', async () => {
  const { request, response } = await handlersOf('steps/requireDevices');
  const deviceIds = [DEVICE, OTHER_DEVICE];
  const found = (...devices: unknown[]) => ({ data: { __TABLE_devices__: devices }, unprocessedKeys: {} });
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `${DEVICE.slice(0, 24)}${index + 10}`);

  it('lets on those whose organization has all devices', () => {
    const key = (id: string) => ({ organizationId: { S: ORGANIZATION }, id: { S: id } });
    expect(request({ arguments: { deviceIds } }).result).toEqual({
      operation: 'BatchGetItem',
      tables: { __TABLE_devices__: { keys: deviceIds.map(key) } },
    });
    const both = found(device, { ...device, id: OTHER_DEVICE });
    const prev = { result: identity };
    const { result, stash } = response({ arguments: { deviceIds }, prev, result: both });
    expect(result).toEqual(identity);
    expect(stash.devices).toEqual([device, { ...device, id: OTHER_DEVICE }]);
  });

  it.each([{}, { deviceIds: null }, { input: {} }, { input: { deviceIds: null } }])(
    'lets on those who name none, with what came before: %j',
    (args) => {
      const prev = { result: identity };
      expect(request({ arguments: args, prev })).toMatchObject({ result: identity, earlyReturn: { skipTo: 'NEXT' } });
    },
  );

  it('stops those who name one that the organization does not have', () => {
    const given = { arguments: { deviceIds: [OTHER_DEVICE, DEVICE] } };
    expect(failureOf(response({ ...given, result: found({ ...device, id: OTHER_DEVICE }, null) }))).toBe(MISSING);
    expect(failureOf(request({ arguments: { deviceIds: [DEVICE, 'x'] } }))).toContain('NotFoundError');
    expect(failureOf(response({ ...given, ...outage }))).toBe(INTERNAL);
    const unprocessed = { ...found(null, device), unprocessedKeys: { __TABLE_devices__: [{ id: OTHER_DEVICE }] } };
    expect(failureOf(response({ ...given, result: unprocessed }))).toBe(INTERNAL);
  });

  it('takes of an input 1 to 100 devices', () => {
    const ask = (count: number) => failureOf(request({ arguments: { input: { deviceIds: ids(count) } } }));
    const ids = (count: number) => Array.from({ length: count }, (_, at) => `${DEVICE.slice(0, 23)}${at + 100}`);
    expect(ask(100)).toBe('none');
    expect(ask(101)).toBe('ValidationError: The number of deviceIds must be 1 to 100; it is 101.');
    const given = { arguments: { input: { deviceIds: [DEVICE] } }, result: found(null) };
    expect(failureOf(response(given))).toBe(MISSING);
  });

  it.each([
    ['Query', 50],
    ['Subscription', 20],
  ])('takes of a %s 1 to %d devices, each once', (parentTypeName, most) => {
    const info = infoOf(parentTypeName, 'any');
    const ask = (deviceIds: string[]) => failureOf(request({ arguments: { deviceIds }, info }));
    expect(ask(ids(most))).toBe('none');
    for (const count of [0, most + 1]) {
      expect(ask(ids(count))).toBe(`ValidationError: The number of deviceIds must be 1 to ${most}; it is ${count}.`);
    }
    expect(ask([DEVICE, DEVICE])).toBe(
      `ValidationError: deviceIds must have each value once; "${DEVICE}" is there twice.`,
    );
  });
});

describe('attachLatest', async () => {
  const { request, response } = await handlersOf('steps/attachLatest');
  const other = { ...publicDevice, id: OTHER_DEVICE };
  const page = { items: [publicDevice, other], nextToken: 'next' };
  const selecting = (selection: string) => infoOf('Query', 'any', selection);
  const keys = (...deviceIds: string[]) =>
    deviceIds.map((deviceId) => ({ organizationId: { S: ORGANIZATION }, deviceId: { S: deviceId } }));
  const found = (...rows: unknown[]) => ({ data: { __TABLE_latest__: rows }, unprocessedKeys: {} });
  const reading = {
    deviceId: DEVICE,
    ...latest.readings.temperature,
    metric: 'temperature',
    unit: 'Cel',
    declared: true,
  };
  const attached = { ...publicDevice, lastSeenAt: latest.lastSeenAt, latestReadings: [reading] };

  it('gets the newest readings of a device, and of all devices of a page at once', () => {
    const info = selecting('{\n  id\n  lastSeenAt\n}');
    expect(request({ info, prev: { result: publicDevice } }).result).toEqual({
      operation: 'BatchGetItem',
      tables: { __TABLE_latest__: { keys: keys(DEVICE) } },
    });
    expect(request({ info, prev: { result: page } }).result).toEqual({
      operation: 'BatchGetItem',
      tables: { __TABLE_latest__: { keys: keys(DEVICE, OTHER_DEVICE) } },
    });
  });

  it.each([
    '{\n  latestReadings {\n    time\n  }\n}',
    '{\n  name: lastSeenAt\n}',
    '{\n  items {\n    id: lastSeenAt\n  }\n}',
    '{\n  ...Parts\n}',
    '{\n  items {\n    ... on Device {\n      name\n    }\n  }\n}',
  ])('gets them for the selection %j', (selection) => {
    expect(request({ info: selecting(selection), prev: { result: publicDevice } }).earlyReturn).toBeUndefined();
  });

  it.each([
    [publicDevice, '{\n  id\n  location {\n    latitude\n  }\n}'],
    [page, '{\n  items {\n    id\n  }\n  nextToken\n}'],
    [{ items: [], nextToken: null }, '{\n  items {\n    lastSeenAt\n  }\n}'],
  ])('hands on %j for %j without a look', (result, selection) => {
    expect(request({ info: selecting(selection), prev: { result } })).toMatchObject({
      result,
      earlyReturn: { skipTo: 'NEXT' },
    });
  });

  it('gives every device its own', () => {
    expect(response({ prev: { result: publicDevice }, result: found(latest) }).result).toEqual(attached);
    expect(response({ prev: { result: page }, result: found(latest, null) }).result).toEqual({
      items: [attached, { ...other, lastSeenAt: null, latestReadings: [] }],
      nextToken: 'next',
    });
    expect(failureOf(response({ prev: { result: page }, ...outage }))).toBe(INTERNAL);
  });
});

describe('deleteLatest', async () => {
  const { request, response } = await handlersOf('steps/deleteLatest');

  it('deletes the newest readings, and hands on the device that was deleted', () => {
    expect(request({ arguments: { input: { id: DEVICE, expectedVersion: 3 } } }).result).toEqual({
      operation: 'DeleteItem',
      key: { organizationId: { S: ORGANIZATION }, deviceId: { S: DEVICE } },
    });
    const prev = { result: publicDevice };
    expect(response({ prev, result: null }).result).toEqual(publicDevice);
    expect(response({ prev, ...outage }).result).toEqual(publicDevice);
  });
});

describe('pipeline', async () => {
  const { request, response } = await handlersOf('steps/pipeline');

  it('answers what the last step answered', () => {
    expect(request().result).toEqual({});
    expect(response({ prev: { result: publicDevice } }).result).toEqual(publicDevice);
  });
});
