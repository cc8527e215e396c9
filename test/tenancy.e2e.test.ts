import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AggregatesDocument,
  CancelExportDocument,
  CreateDeviceDocument,
  CreateIdentityDocument,
  DeleteDeviceDocument,
  DeleteExportDocument,
  DeleteIdentityDocument,
  DataPeriodDocument,
  DeviceDocument,
  DevicesDocument,
  DownsampleDocument,
  ExportDocument,
  ExportsDocument,
  IdentitiesDocument,
  IdentityDocument,
  LatestDocument,
  MeDocument,
  OrganizationDocument,
  ReadingsDocument,
  RecordReadingsDocument,
  RequestExportDocument,
  UpdateDeviceDocument,
  UpdateIdentityDocument,
  UpdateOrganizationDocument,
  type DeviceFieldsFragment,
} from '../examples/generated/documents.ts';
import { exported } from '../resolvers/testing/rows.ts';
import type { Mutation, Query, Role, Statistic } from '../schema/generated/types.ts';
import { denied, fieldError } from './support/graphql.ts';
import { makeOrganization, signIn, type Member, type Organization } from './support/people.ts';
import { publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { allRows, putRow } from './support/tables.ts';

/** Two organizations on one Sonde, each with a device that has a reading. Harbour's people try to reach what is Meadow's. */
let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
let buoy: DeviceFieldsFragment;
let barn: DeviceFieldsFragment;
/** The id of an export of Meadow's. */
let extract: string;

const HOUR = { from: '2026-03-01T12:00:00Z', to: '2026-03-01T13:00:00Z' };
const TIME = '2026-03-01T12:30:00Z';

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  buoy = await makeDevice(harbour, 'Buoy');
  barn = await makeDevice(meadow, 'Barn');
  await measure(harbour, buoy.id, 11);
  await measure(meadow, barn.id, 22);
  extract = await putExport(meadow);
});
afterAll(() => sonde.close());

async function makeDevice({ operator }: Organization, name: string): Promise<DeviceFieldsFragment> {
  const { createDevice } = await operator.request(CreateDeviceDocument, { input: { name } });
  return createDevice;
}

/** Puts an export that nothing more becomes of. @returns its id */
async function putExport({ id: organizationId, operator }: Organization): Promise<string> {
  const id = ulid();
  const { shard: _shard, dueAt: _dueAt, lease: _lease, ...ended } = exported;
  await putRow(sonde, 'exports', { ...ended, organizationId, id, requestedBy: operator.identityId });
  return id;
}

/** Publishes two readings of a metric, a minute apart, and waits until they are stored. */
async function measure(organization: Organization, deviceId: string, value: number): Promise<void> {
  await publish(
    sonde,
    topicOf(organization.id, deviceId),
    { time: TIME, readings: { level: value } },
    { time: '2026-03-01T12:31:00Z', readings: { level: value + 0.5 } },
  );
  await stored(organization.viewer, deviceId, 2);
}

const members = ({ administrator, operator, viewer }: Organization): Member[] => [administrator, operator, viewer];
const notFound = (field: string, noun: string, id: string) =>
  fieldError(field, 'NotFoundError', `There is no ${noun} with the id "${id}".`);
const wrongToken = (field: string) =>
  fieldError(
    field,
    'ValidationError',
    `nextToken is not one that ${field} gave to your organization: send the nextToken of the page before as it is, or none for the first page.`,
  );

describe('a query by somebody of another organization', () => {
  /** One test a field of the schema: the compiler asks for those that are missing. It gets whoever asks, and says what they must get. */
  const fields: Record<keyof Omit<Query, '__typename'>, (member: Member) => Promise<void>> = {
    async me(member) {
      const { me } = await member.request(MeDocument, {});
      expect(me.identity.email).toBe(member.email);
      expect(me.organization).toMatchObject({ id: harbour.id, name: 'Harbour' });
    },
    async organization(member) {
      const { organization } = await member.request(OrganizationDocument, {});
      expect(organization).toMatchObject({ id: harbour.id, name: 'Harbour' });
    },
    async device(member) {
      expect(await member.ask(DeviceDocument, { id: barn.id })).toEqual({
        data: { device: null },
        errors: [notFound('device', 'device', barn.id)],
      });
    },
    async devices(member) {
      const { devices } = await member.request(DevicesDocument, {});
      expect(devices.items.map(({ id, latestReadings }) => ({ id, latestReadings }))).toEqual([
        { id: buoy.id, latestReadings: [reading(buoy.id, '2026-03-01T12:31:00Z', 11.5)] },
      ]);
      await makeDevice(meadow, 'Gate');
      const meadows = await meadow.viewer.request(DevicesDocument, { first: 1 });
      expect(await member.ask(DevicesDocument, { nextToken: meadows.devices.nextToken })).toEqual({
        data: null,
        errors: [wrongToken('devices')],
      });
    },
    async identity(member) {
      const { identityId } = meadow.viewer;
      expect(await member.ask(IdentityDocument, { id: identityId })).toEqual({
        data: { identity: null },
        errors: [
          member.role === 'ADMINISTRATOR' ? notFound('identity', 'identity', identityId) : denied('identity', 'Query'),
        ],
      });
    },
    async identities(member) {
      const { identities } = await meadow.administrator.request(IdentitiesDocument, { first: 1 });
      const withToken = await member.ask(IdentitiesDocument, { nextToken: identities.nextToken });
      if (member.role !== 'ADMINISTRATOR') {
        expect(withToken).toEqual({ data: null, errors: [denied('identities', 'Query')] });
        return;
      }
      expect(withToken).toEqual({ data: null, errors: [wrongToken('identities')] });
      const own = await member.request(IdentitiesDocument, {});
      expect(own.identities.items.map(({ email }) => email)).toEqual(members(harbour).map(({ email }) => email));
    },
    async readings(member) {
      expect(await member.ask(ReadingsDocument, { deviceId: barn.id, ...HOUR })).toEqual({
        data: null,
        errors: [notFound('readings', 'device', barn.id)],
      });
      const { readings } = await meadow.viewer.request(ReadingsDocument, { deviceId: barn.id, ...HOUR, first: 1 });
      expect(await member.ask(ReadingsDocument, { deviceId: buoy.id, ...HOUR, after: readings.nextCursor })).toEqual({
        data: null,
        errors: [
          fieldError(
            'readings',
            'ValidationError',
            '`after` is the cursor of another query; it serves the same device, metrics, period and order only',
          ),
        ],
      });
    },
    async aggregates(member) {
      const question = { metrics: ['level'], ...HOUR, window: 'PT1H', statistics: ['SUM', 'COUNT'] as Statistic[] };
      for (const deviceIds of [[barn.id], [buoy.id, barn.id]]) {
        expect(await member.ask(AggregatesDocument, { deviceIds, ...question })).toEqual({
          data: null,
          errors: [notFound('aggregates', 'device', barn.id)],
        });
      }
      const { aggregates } = await member.request(AggregatesDocument, { deviceIds: [buoy.id], ...question });
      expect(aggregates).toMatchObject([{ deviceId: buoy.id, windows: [{ sum: 22.5, count: 2 }] }]);
    },
    async dataPeriod(member) {
      expect(await member.ask(DataPeriodDocument, { deviceId: barn.id })).toEqual({
        data: null,
        errors: [notFound('dataPeriod', 'device', barn.id)],
      });
      expect((await member.request(DataPeriodDocument, { deviceId: buoy.id })).dataPeriod).toHaveLength(1);
    },
    async downsample(member) {
      const question = { metrics: ['level'], ...HOUR };
      expect(await member.ask(DownsampleDocument, { deviceId: barn.id, ...question })).toEqual({
        data: null,
        errors: [notFound('downsample', 'device', barn.id)],
      });
      const { downsample } = await member.request(DownsampleDocument, { deviceId: buoy.id, ...question });
      expect(downsample.flatMap(({ points }) => points.map(({ value }) => value))).toEqual([11, 11.5]);
    },
    async latest(member) {
      for (const deviceIds of [[barn.id], [buoy.id, barn.id]]) {
        expect(await member.ask(LatestDocument, { deviceIds })).toEqual({
          data: null,
          errors: [notFound('latest', 'device', barn.id)],
        });
      }
    },
    async export(member) {
      expect(await member.ask(ExportDocument, { id: extract })).toEqual({
        data: { export: null },
        errors: [member.role === 'VIEWER' ? denied('export', 'Query') : notFound('export', 'export', extract)],
      });
    },
    async exports(member) {
      await putExport(meadow);
      const { exports } = await meadow.operator.request(ExportsDocument, { first: 1 });
      const withToken = await member.ask(ExportsDocument, { nextToken: exports.nextToken });
      if (member.role === 'VIEWER') {
        expect(withToken).toEqual({ data: null, errors: [denied('exports', 'Query')] });
        return;
      }
      expect(withToken).toEqual({ data: null, errors: [wrongToken('exports')] });
      expect((await member.request(ExportsDocument, {})).exports.items).toEqual([]);
    },
  };

  it.each(Object.entries(fields))('%s: gets nothing of it, whatever their role', async (_, check) => {
    for (const member of members(harbour)) await check(member);
  });
});

describe('a mutation by somebody of another organization', () => {
  type Attempt = (member: Member) => ReturnType<Member['ask']>;
  interface Case {
    /** Tries to change what is Meadow's. */
    attempt: Attempt;
    /** What they get beside the errors, if not null. */
    data?: object;
    roles: readonly Role[];
    /** What those of the roles get. */
    errors: (member: Member) => object[];
  }
  type Field = keyof Omit<Mutation, '__typename'>;

  const attempts: Record<Field, Case> = {
    updateDevice: {
      attempt: (member) =>
        member.ask(UpdateDeviceDocument, { input: { id: barn.id, expectedVersion: 1, name: 'Ours' } }),
      roles: ['ADMINISTRATOR', 'OPERATOR'],
      errors: () => [notFound('updateDevice', 'device', barn.id)],
    },
    deleteDevice: {
      attempt: (member) => member.ask(DeleteDeviceDocument, { input: { id: barn.id, expectedVersion: 1 } }),
      roles: ['ADMINISTRATOR', 'OPERATOR'],
      errors: () => [notFound('deleteDevice', 'device', barn.id)],
    },
    updateIdentity: {
      attempt: (member) =>
        member.ask(UpdateIdentityDocument, {
          input: { id: meadow.viewer.identityId, expectedVersion: 2, role: 'ADMINISTRATOR' },
        }),
      roles: ['ADMINISTRATOR'],
      errors: () => [notFound('updateIdentity', 'identity', meadow.viewer.identityId)],
    },
    deleteIdentity: {
      attempt: (member) =>
        member.ask(DeleteIdentityDocument, { input: { id: meadow.viewer.identityId, expectedVersion: 2 } }),
      roles: ['ADMINISTRATOR'],
      errors: () => [notFound('deleteIdentity', 'identity', meadow.viewer.identityId)],
    },
    // These take no id: whoever may call them changes their own organization, which the version of the row does not let them here.
    updateOrganization: {
      attempt: (member) => member.ask(UpdateOrganizationDocument, { input: { expectedVersion: 7, name: 'Ours' } }),
      roles: ['ADMINISTRATOR'],
      errors: () => [expect.objectContaining({ errorType: 'ConflictError', path: ['updateOrganization'] }) as object],
    },
    createDevice: {
      attempt: (member) => member.ask(CreateDeviceDocument, { input: { name: ' ' } }),
      roles: ['ADMINISTRATOR', 'OPERATOR'],
      errors: () => [
        fieldError('createDevice', 'ValidationError', 'name must have at least one character that is not blank.'),
      ],
    },
    createIdentity: {
      attempt: (member) =>
        member.ask(CreateIdentityDocument, { input: { name: ' ', email: 'new@harbour.example', role: 'VIEWER' } }),
      roles: ['ADMINISTRATOR'],
      errors: () => [
        fieldError('createIdentity', 'ValidationError', 'name must have at least one character that is not blank.'),
      ],
    },
    requestExport: {
      attempt: (member) =>
        member.ask(RequestExportDocument, { input: { ...HOUR, deviceIds: [barn.id], recipients: [] } }),
      roles: ['ADMINISTRATOR', 'OPERATOR'],
      errors: () => [notFound('requestExport', 'device', barn.id)],
    },
    cancelExport: {
      attempt: (member) => member.ask(CancelExportDocument, { id: extract }),
      roles: ['ADMINISTRATOR', 'OPERATOR'],
      errors: () => [notFound('cancelExport', 'export', extract)],
    },
    deleteExport: {
      attempt: (member) => member.ask(DeleteExportDocument, { id: extract }),
      roles: ['ADMINISTRATOR', 'OPERATOR'],
      errors: () => [notFound('deleteExport', 'export', extract)],
    },
    publishExport: {
      attempt: (member) =>
        member.ask(
          `mutation ($organizationId: ID!, $id: ID!) {
  publishExport(organizationId: $organizationId, id: $id) { organizationId id export { id status } }
}`,
          { organizationId: meadow.id, id: extract },
        ),
      // The one mutation that may answer null.
      data: { publishExport: null },
      roles: [],
      errors: () => [],
    },
    recordReadings: {
      attempt: (member) =>
        member.ask(RecordReadingsDocument, {
          input: { deviceId: barn.id, readings: [{ metric: 'level', time: TIME, value: 0 }] },
        }),
      roles: ['ADMINISTRATOR', 'OPERATOR'],
      errors: () => [notFound('recordReadings', 'device', barn.id)],
    },
    publishReadings: {
      attempt: (member) =>
        member.ask(
          `mutation ($input: PublishReadingsInput!) {
  publishReadings(input: $input) { organizationId deviceIds readings { deviceId metric time value text unit declared } }
}`,
          {
            input: {
              organizationId: meadow.id,
              deviceIds: [barn.id],
              readings: [{ deviceId: barn.id, metric: 'level', time: TIME, value: 0, declared: false }],
            },
          },
        ),
      roles: [],
      errors: () => [],
    },
  };

  it.each(Object.entries(attempts))(
    '%s: changes nothing of it, whatever their role',
    async (field, { attempt, data = null, roles, errors }) => {
      const before = await allRows(sonde);
      for (const member of members(harbour)) {
        expect(await attempt(member)).toEqual({
          data,
          errors: roles.includes(member.role) ? errors(member) : [denied(field, 'Mutation')],
        });
      }
      expect(await allRows(sonde)).toEqual(before);
    },
  );

  it('that creates or changes something puts it into their own organization only', async () => {
    const meadows = async (): Promise<object> => {
      const rows = Object.values(await allRows(sonde)).flat();
      return rows.filter((row) => JSON.stringify(row).includes(meadow.id));
    };
    const before = await meadows();
    const { administrator, operator } = harbour;
    const { createDevice } = await operator.request(CreateDeviceDocument, { input: { name: 'Pier' } });
    // The address of somebody else's member: an invitation, of which they learn nothing until they accept it.
    const { createIdentity } = await administrator.request(CreateIdentityDocument, {
      input: { name: 'Poached', email: meadow.viewer.email, role: 'ADMINISTRATOR' },
    });
    const { updateOrganization } = await administrator.request(UpdateOrganizationDocument, {
      input: { expectedVersion: 1, name: 'Harbour' },
    });
    expect(updateOrganization).toMatchObject({ id: harbour.id, version: 2 });
    expect(await meadows()).toEqual(before);
    expect(await meadow.viewer.ask(DeviceDocument, { id: createDevice.id })).toMatchObject({ data: { device: null } });

    await signIn(sonde, meadow.viewer.email);
    const { me } = await meadow.viewer.request(MeDocument, {});
    expect(me.organization.id).toBe(meadow.id);
    await operator.request(DeleteDeviceDocument, { input: { id: createDevice.id, expectedVersion: 1 } });
    await administrator.request(DeleteIdentityDocument, { input: { id: createIdentity.id, expectedVersion: 1 } });
  });
});

function reading(deviceId: string, time: string, value: number) {
  return { deviceId, metric: 'level', time, value, text: null, unit: null };
}
