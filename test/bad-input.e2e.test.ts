import { print, type DocumentNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  CreateIdentityDocument,
  DeleteDeviceDocument,
  DeleteIdentityDocument,
  DeviceDocument,
  IdentityDocument,
  ReadingsDocument,
  UpdateDeviceDocument,
  UpdateIdentityDocument,
  UpdateOrganizationDocument,
} from '../examples/generated/documents.ts';
import { fieldError } from './support/graphql.ts';
import { makeOrganization, type Member, type Organization } from './support/people.ts';
import { refusedExports } from './support/export-refusals.ts';
import { refusedStatistics } from './support/statistics-refusals.ts';
import { DAY, refused, UNKNOWN } from './support/refusals.ts';
import { publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows } from './support/tables.ts';

/** What somebody who may do everything is refused because it makes no sense: each as the whole answer, and nothing is written. */
let sonde: Sonde;
let organization: Organization;
let caller: Member;
/** A device at version 2, with two readings. */
let deviceId: string;

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
  caller = organization.administrator;
  const { createDevice } = await caller.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  deviceId = createDevice.id;
  await caller.request(UpdateDeviceDocument, {
    input: { id: deviceId, expectedVersion: 1, description: 'Off the pier', metrics: [{ name: 'level', unit: 'm' }] },
  });
  await publish(sonde, topicOf(organization.id, deviceId), [
    { time: '2026-03-01T12:00:00Z', readings: { level: 1 } },
    { time: '2026-03-01T12:01:00Z', readings: { level: 2 } },
  ]);
  await stored(caller, deviceId, 2);
});
afterAll(() => sonde.close());

const conflict = (noun: string, version: number) =>
  [
    'ConflictError',
    `The ${noun} has been changed meanwhile and is at version ${version}: look at what it is now, in this error's data, and send that version as expectedVersion.`,
  ] as const;

describe.each([...refused, ...refusedExports, ...refusedStatistics])(
  '$field refuses',
  ({ document, field, nullable = false, cases }) => {
    it.each(Object.entries(cases))('%s', async (_, [variables, [errorType, message]]) => {
      const before = await allRows(sonde);
      expect(await caller.ask(document, variables({ organization, deviceId }))).toEqual({
        data: nullable ? { [field]: null } : null,
        errors: [fieldError(field, errorType, message)],
      });
      expect(await allRows(sonde)).toEqual(before);
    });
  },
);

describe('another version than expected is a conflict, with what is there now:', () => {
  it('a device', async () => {
    const { device } = await caller.request(DeviceDocument, { id: deviceId });
    const data = {
      id: deviceId,
      name: 'Buoy',
      description: 'Off the pier',
      location: null,
      metrics: [{ name: 'level', label: null, unit: 'm' }],
      certificates: [],
      createdAt: device?.createdAt,
      updatedAt: device?.updatedAt,
      version: 2,
    };
    for (const [document, field] of [
      [UpdateDeviceDocument, 'updateDevice'],
      [DeleteDeviceDocument, 'deleteDevice'],
    ] as const) {
      for (const expectedVersion of [1, 3, -1]) {
        await expectUnchanged(async () => {
          expect(await caller.ask(document, { input: { id: deviceId, expectedVersion } })).toEqual({
            data: null,
            errors: [fieldError(field, ...conflict('device', 2), data)],
          });
        });
      }
    }
  });

  it('an identity', async () => {
    const id = organization.viewer.identityId;
    const { identity } = await caller.request(IdentityDocument, { id });
    for (const [document, field] of [
      [UpdateIdentityDocument, 'updateIdentity'],
      [DeleteIdentityDocument, 'deleteIdentity'],
    ] as const) {
      await expectUnchanged(async () => {
        expect(await caller.ask(document, { input: { id, expectedVersion: 1 } })).toEqual({
          data: null,
          errors: [fieldError(field, ...conflict('identity', 2), identity)],
        });
      });
    }
  });

  it('the organization', async () => {
    await expectUnchanged(async () => {
      const answer = await caller.ask(UpdateOrganizationDocument, { input: { expectedVersion: 2, name: 'Port' } });
      const data = {
        id: organization.id,
        name: 'Harbour',
        version: 1,
        createdAt: expect.any(String) as string,
        updatedAt: expect.any(String) as string,
      };
      expect(answer).toEqual({
        data: null,
        errors: [fieldError('updateOrganization', ...conflict('organization', 1), data)],
      });
    });
  });
});

it('a cursor serves its own query only', async () => {
  const query = { deviceId, ...DAY, first: 1 };
  const { readings } = await caller.request(ReadingsDocument, query);
  const after = readings.nextCursor;
  const refusal = fieldError(
    'readings',
    'ValidationError',
    '`after` is the cursor of another query; it serves the same device, metrics, period and order only',
  );
  for (const other of [{ order: 'DESC' }, { metrics: ['level'] }, { to: '2026-03-03T00:00:00Z' }]) {
    expect(await caller.ask(ReadingsDocument, { ...query, ...other, after })).toEqual({
      data: null,
      errors: [refusal],
    });
  }
  expect((await caller.request(ReadingsDocument, { ...query, first: 9, after })).readings).toEqual({
    items: [{ deviceId, metric: 'level', time: '2026-03-01T12:01:00Z', value: 2, text: null, unit: 'm' }],
    nextCursor: null,
  });
});

describe('a request that does not fit the schema is refused before anything runs:', () => {
  const missing = (name: string, type: string) =>
    `Variable '${name}' has coerced Null value for NonNull type '${type}'`;
  const device = (given: object) => ({ input: { name: 'Buoy', ...given } });

  it.each<[title: string, document: DocumentNode, variable: string, variables: object, message: string]>([
    ['no input', CreateDeviceDocument, 'input', {}, missing('input', 'CreateDeviceInput!')],
    ['null as input', CreateDeviceDocument, 'input', { input: null }, missing('input', 'CreateDeviceInput!')],
    ['no name', CreateDeviceDocument, 'input', { input: {} }, missing('input', 'String!')],
    ['null as name', CreateDeviceDocument, 'input', device({ name: null }), missing('input', 'String!')],
    [
      'a number as name',
      CreateDeviceDocument,
      'input',
      device({ name: 7 }),
      "Variable 'name' has an invalid value. Expected type 'String' but was 'Integer'.",
    ],
    ['half a place', CreateDeviceDocument, 'input', device({ location: { latitude: 1 } }), missing('input', 'Float!')],
    ['no version', UpdateDeviceDocument, 'input', { input: { id: UNKNOWN } }, missing('input', 'Int!')],
    [
      'half a version',
      DeleteDeviceDocument,
      'input',
      { input: { id: UNKNOWN, expectedVersion: 1.5 } },
      "Variable 'expectedVersion' has an invalid value. Expected type 'Int' but was 'Double'.",
    ],
    [
      'an unknown role',
      CreateIdentityDocument,
      'input',
      { input: { name: 'New', email: 'new@harbour.example', role: 'OWNER' } },
      "Variable 'role' has an invalid value. Invalid input for Enum 'Role'. No value found for name 'OWNER'",
    ],
    [
      'what is no e-mail address',
      CreateIdentityDocument,
      'input',
      { input: { name: 'New', email: 'harbour.example', role: 'VIEWER' } },
      "Variable 'email' has an invalid value. Unable to parse `harbour.example` as a valid email.",
    ],
    ['no id', DeviceDocument, 'id', {}, missing('id', 'ID!')],
    ['no period', ReadingsDocument, 'from', { deviceId: UNKNOWN }, missing('from', 'AWSDateTime!')],
    [
      'a time without an offset',
      ReadingsDocument,
      'from',
      { deviceId: UNKNOWN, ...DAY, from: '2026-03-01T00:00:00' },
      "Variable 'from' has an invalid value. Unable to parse `2026-03-01T00:00:00` as a valid DateTime.",
    ],
    [
      'text as a number',
      ReadingsDocument,
      'first',
      { deviceId: UNKNOWN, ...DAY, first: 'ten' },
      "Variable 'first' has an invalid value. Expected type 'Int' but was 'String'.",
    ],
    [
      'an unknown order',
      ReadingsDocument,
      'order',
      { deviceId: UNKNOWN, ...DAY, order: 'UP' },
      "Variable 'order' has an invalid value. Invalid input for Enum 'TimeOrder'. No value found for name 'UP'",
    ],
  ])('%s', async (_, document, variable, variables, message) => {
    const column = print(document).indexOf(`$${variable}:`) + 1;
    await expectUnchanged(async () => {
      expect(await caller.ask(document, variables)).toEqual({
        data: null,
        errors: [{ path: null, locations: [{ line: 1, column, sourceName: null }], message }],
      });
    });
  });

  it('a member that there is not', async () => {
    await expectUnchanged(async () => {
      const message =
        "The variables input contains a field that is not defined for input object type 'CreateDeviceInput' ";
      expect(await caller.ask(CreateDeviceDocument, device({ organizationId: UNKNOWN }))).toEqual({
        data: null,
        errors: [{ path: null, locations: null, message }],
      });
    });
  });

  it.each([
    [
      'a field that there is not',
      '{ organisation { id } }',
      3,
      "FieldUndefined: Field 'organisation' in type 'Query' is undefined @ 'organisation'",
    ],
    [
      'a tenant of the caller’s choice',
      `{ devices(organizationId: "${UNKNOWN}") { nextToken } }`,
      11,
      "UnknownArgument: Unknown field argument organizationId @ 'devices'",
    ],
    [
      'what is inside',
      '{ me { identity { sub } } }',
      19,
      "FieldUndefined: Field 'sub' in type 'Identity' is undefined @ 'me/identity/sub'",
    ],
  ])('%s', async (_, query, column, message) => {
    expect(await caller.ask(query, {})).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column, sourceName: null }],
          message: `Validation error of type ${message}`,
        },
      ],
    });
  });
});

async function expectUnchanged(run: () => Promise<void>): Promise<void> {
  const before = await allRows(sonde);
  await run();
  expect(await allRows(sonde)).toEqual(before);
}
