import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CreateDeviceDocument,
  DeleteDeviceDocument,
  DeviceDocument,
  DevicesDocument,
  LatestDocument,
  ReadingsDocument,
  UpdateDeviceDocument,
  type DevicesQuery,
} from '../examples/generated/documents.ts';
import { fieldError } from './support/graphql.ts';
import { aTime, aUlid, tally } from './support/matchers.ts';
import { makeOrganization, type Member, type Organization } from './support/people.ts';
import { historyOf, latestOf, publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { rowsOf } from './support/tables.ts';
import { until } from './support/until.ts';

let sonde: Sonde;
let organization: Organization;
let operator: Member;

beforeAll(async () => {
  sonde = await startSonde();
  organization = await makeOrganization(sonde, 'Harbour');
  ({ operator } = organization);
});
afterAll(() => sonde.close());

async function makeDevice(name = 'Buoy') {
  const { createDevice } = await operator.request(CreateDeviceDocument, { input: { name } });
  return createDevice;
}

describe('a device', () => {
  const whole = {
    name: 'Weather station',
    description: 'On the roof of the harbour office',
    location: { latitude: 0, longitude: -180, altitude: 0, name: 'Harbour office' },
    metrics: [
      { name: 'temperature', label: 'Air temperature', unit: 'Cel' },
      { name: 'state', label: null, unit: null },
    ],
  };

  it('is made, read, changed and deleted', async () => {
    const { createDevice: made } = await operator.request(CreateDeviceDocument, { input: whole });
    const given = { id: aUlid, createdAt: aTime, updatedAt: made.createdAt, version: 1, certificates: [] };
    expect(made).toEqual({ ...whole, ...given });
    const { device: read } = await operator.request(DeviceDocument, { id: made.id });
    expect(read).toEqual({ ...made, lastSeenAt: null, latestReadings: [] });

    const { updateDevice: renamed } = await operator.request(UpdateDeviceDocument, {
      input: { id: made.id, expectedVersion: 1, name: 'Station' },
    });
    expect(renamed).toEqual({ ...made, name: 'Station', version: 2, updatedAt: aTime });
    expect(renamed.updatedAt >= made.updatedAt).toBe(true);

    const { deleteDevice: deleted } = await operator.request(DeleteDeviceDocument, {
      input: { id: made.id, expectedVersion: 2 },
    });
    expect(deleted).toEqual(renamed);
    expect(await operator.ask(DeviceDocument, { id: made.id })).toEqual({
      data: { device: null },
      errors: [fieldError('device', 'NotFoundError', `There is no device with the id "${made.id}".`)],
    });
  });

  it('keeps what an update leaves out, and loses what it sets to null', async () => {
    const { createDevice: made } = await operator.request(CreateDeviceDocument, { input: whole });
    const update = async (expectedVersion: number, changes: object) => {
      const input = { id: made.id, expectedVersion, ...changes };
      const { updateDevice } = await operator.request(UpdateDeviceDocument, { input });
      const { updatedAt: _updatedAt, ...updated } = updateDevice;
      return updated;
    };
    const { updatedAt: _updatedAt, ...expected } = made;
    expect(await update(1, {})).toEqual({ ...expected, version: 2 });
    expect(await update(2, { description: null })).toEqual({ ...expected, description: null, version: 3 });
    const place = { latitude: -90, longitude: 180 };
    expect(await update(3, { location: place })).toEqual({
      ...expected,
      description: null,
      location: { ...place, altitude: null, name: null },
      version: 4,
    });
    const emptied = { ...expected, description: null, location: null, metrics: [] };
    expect(await update(4, { location: null, metrics: null })).toEqual({ ...emptied, version: 5 });
    expect(await update(5, { metrics: [], description: '0' })).toEqual({ ...emptied, description: '0', version: 6 });
    const [row] = (await rowsOf(sonde, 'devices')).filter(({ id }) => id === made.id);
    expect(row).toEqual({
      organizationId: organization.id,
      id: made.id,
      name: whole.name,
      description: '0',
      metrics: [],
      createdAt: made.createdAt,
      updatedAt: aTime,
      version: 6,
    });
  });

  it('is changed by one of ten who saw the same version; the others are told', async () => {
    const { id } = await makeDevice();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        operator.ask(UpdateDeviceDocument, { input: { id, expectedVersion: 1, name: `Buoy ${index}` } }),
      ),
    );
    const { done, errors } = tally(answers);
    const { device } = await operator.request(DeviceDocument, { id });
    const { lastSeenAt: _lastSeenAt, latestReadings: _latestReadings, ...current } = device ?? {};
    expect(done).toEqual([{ updateDevice: current }]);
    expect(device?.version).toBe(2);
    const { name, createdAt, updatedAt } = device ?? {};
    const conflict = fieldError(
      'updateDevice',
      'ConflictError',
      "The device has been changed meanwhile and is at version 2: look at what it is now, in this error's data, and send that version as expectedVersion.",
      { id, name, description: null, location: null, metrics: [], createdAt, updatedAt, version: 2, certificates: [] },
    );
    expect(errors).toEqual(Array.from({ length: 9 }, () => conflict));
  });

  it('takes its readings out of sight when it is deleted', async () => {
    const { id } = await makeDevice();
    await publish(sonde, topicOf(organization.id, id), { readings: { level: 1 } });
    await stored(operator, id, 1);
    await operator.request(DeleteDeviceDocument, { input: { id, expectedVersion: 1 } });
    const refusal = (field: string) => ({
      data: null,
      errors: [fieldError(field, 'NotFoundError', `There is no device with the id "${id}".`)],
    });
    const period = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    expect(await operator.ask(ReadingsDocument, { deviceId: id, ...period })).toEqual(refusal('readings'));
    expect(await operator.ask(LatestDocument, { deviceIds: [id] })).toEqual(refusal('latest'));
    expect(await rowsOf(sonde, 'latest')).toEqual([]);
  });
});

it("lists devices page by page, each once, oldest first, with a page's newest readings in one request", async () => {
  const fleet = await makeOrganization(sonde, 'Fleet');
  const made: string[] = [];
  for (let index = 0; index < 130; index++) {
    const input = { name: `Truck ${index}` };
    const { createDevice } = await fleet.operator.request(CreateDeviceDocument, { input });
    made.push(createDevice.id);
  }
  const time = '2026-03-01T12:00:00Z';
  for (const id of made.slice(0, 60))
    await publish(sonde, topicOf(fleet.id, id), { time, readings: { speed: 1, fuel: 2 } });
  await until('the newest readings of 60 devices', async () => {
    const [first, second] = [made.slice(0, 50), made.slice(50, 60)].map((deviceIds) =>
      fleet.viewer.request(LatestDocument, { deviceIds }),
    );
    const latest = [...((await first)?.latest ?? []), ...((await second)?.latest ?? [])];
    return latest.every(({ readings }) => readings.length === 2) || undefined;
  });

  // By AppSync alone: functions ask over HTTP.
  const dynamodb = vi.spyOn(sonde.services.dynamodb, 'call');
  const pages: DevicesQuery['devices'][] = [];
  let nextToken: string | null = null;
  do {
    const { devices }: DevicesQuery = await fleet.viewer.request(DevicesDocument, { first: 50, nextToken });
    pages.push(devices);
    nextToken = devices.nextToken;
  } while (nextToken !== null && pages.length < 5);
  expect(pages.map(({ items }) => items.length)).toEqual([50, 50, 30]);
  expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(made);
  expect(dynamodb.mock.calls.map(([operation]) => operation)).toEqual(pages.flatMap(() => ['Query', 'BatchGetItem']));
  const reading = (deviceId: string) => ({ deviceId, time, text: null, unit: null });
  expect(pages.flatMap(({ items }) => items.map(({ latestReadings }) => latestReadings))).toEqual(
    made.map((id, index) =>
      index < 60
        ? [
            { ...reading(id), metric: 'fuel', value: 2 },
            { ...reading(id), metric: 'speed', value: 1 },
          ]
        : [],
    ),
  );
});

it('keeps what has the latest time as the newest reading, whatever comes last', async () => {
  const { id } = await makeDevice();
  const topic = topicOf(organization.id, id);
  await publish(sonde, topic, { time: '2026-03-01T12:00:00Z', readings: { wind: 2 } });
  await stored(operator, id, 1);
  await publish(sonde, topic, { time: '2026-03-01T11:00:00Z', readings: { wind: 1, air: 1 } });
  await stored(operator, id, 3);
  const reading = (metric: string, hour: number, value: number) => {
    return { deviceId: id, metric, time: `2026-03-01T${hour}:00:00Z`, value, text: null, unit: null };
  };
  expect(await latestOf(operator, id)).toEqual([
    {
      deviceId: id,
      lastSeenAt: '2026-03-01T12:00:00Z',
      readings: [reading('air', 11, 1), reading('wind', 12, 2)],
    },
  ]);
  expect(await historyOf(operator, id)).toEqual([
    reading('air', 11, 1),
    reading('wind', 11, 1),
    reading('wind', 12, 2),
  ]);
});
