import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  DeleteIdentityDocument,
  UpdateIdentityDocument,
} from '../examples/generated/documents.ts';
import { Live } from './support/live.ts';
import { makeMember, makeOrganization, type Member, type Organization } from './support/people.ts';
import { publish, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';

/** Two organizations on one Sonde, each with two devices. */
let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
let buoy: string;
let pier: string;
let barn: string;
const connections: Live[] = [];
const NOBODY = '01J00000000000000000000000';

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  buoy = await makeDevice(harbour);
  pier = await makeDevice(harbour);
  barn = await makeDevice(meadow);
});
afterAll(async () => {
  for (const connection of connections) connection.close();
  await sonde.close();
});

async function makeDevice({ operator }: Organization): Promise<string> {
  const { createDevice } = await operator.request(CreateDeviceDocument, { input: { name: 'Sensor' } });
  return createDevice.id;
}

async function connect(member: Member): Promise<Live> {
  const { live, first } = await Live.connect(sonde, member.token);
  connections.push(live);
  expect(first).toEqual({ type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } });
  return live;
}

async function subscribed(live: Live, variables: object): Promise<string> {
  const { id, first } = await live.subscribe(variables);
  expect(first).toEqual({ id, type: 'start_ack' });
  return id;
}

const TIME = '2026-03-02T00:00:00Z';

function batch(organizationId: string, deviceId: string, value: number): object {
  const reading = { deviceId, metric: 'level', time: TIME, value, text: null, unit: null };
  return { data: { onReadings: { organizationId, deviceIds: [deviceId], readings: [reading] } } };
}

it('a subscription receives the readings of its own organization and of its devices, and no others', async () => {
  const ours = await connect(harbour.viewer);
  const theirs = await connect(meadow.viewer);
  const all = await subscribed(ours, {});
  const allByNull = await subscribed(ours, { deviceIds: null });
  const buoys = await subscribed(ours, { deviceIds: [buoy] });
  const theirAll = await subscribed(theirs, {});
  const theirBarns = await subscribed(theirs, { deviceIds: [barn] });

  const send = (organizationId: string, deviceId: string, level: number) =>
    publish(sonde, topicOf(organizationId, deviceId), { time: TIME, readings: { level } });
  // One after another, and each connection's last is its own: whatever else was sent to it has arrived before.
  await send(meadow.id, barn, 1);
  await theirs.batches(theirAll, 1);
  await send(harbour.id, buoy, 2);
  await ours.batches(all, 1);
  await send(harbour.id, pier, 3);
  await ours.batches(all, 2);
  await send(meadow.id, barn, 4);
  await theirs.batches(theirAll, 2);
  await send(harbour.id, buoy, 5);
  await ours.batches(buoys, 2);

  const ofHarbour = [batch(harbour.id, buoy, 2), batch(harbour.id, pier, 3), batch(harbour.id, buoy, 5)];
  const ofMeadow = [batch(meadow.id, barn, 1), batch(meadow.id, barn, 4)];
  expect(await ours.batches(all, 3)).toEqual(ofHarbour);
  expect(await ours.batches(allByNull, 3)).toEqual(ofHarbour);
  expect(ours.received(buoys)).toEqual([ofHarbour[0], ofHarbour[2]]);
  expect(theirs.received(theirAll)).toEqual(ofMeadow);
  expect(await theirs.batches(theirBarns, 2)).toEqual(ofMeadow);
});

it('a subscription that is stopped receives nothing more', async () => {
  const live = await connect(harbour.viewer);
  const stopped = await subscribed(live, {});
  const other = await subscribed(live, {});
  expect(await live.stop(stopped)).toEqual({ id: stopped, type: 'complete' });
  await publish(sonde, topicOf(harbour.id, buoy), { time: TIME, readings: { level: 6 } });
  expect(await live.batches(other)).toEqual([batch(harbour.id, buoy, 6)]);
  expect(live.received(stopped)).toEqual([]);
});

it.each([
  [
    'suspended',
    (id: string) => {
      const input = { id, expectedVersion: 2, status: 'SUSPENDED' } as const;
      return harbour.administrator.request(UpdateIdentityDocument, { input });
    },
  ],
  [
    'deleted',
    (id: string) => harbour.administrator.request(DeleteIdentityDocument, { input: { id, expectedVersion: 2 } }),
  ],
])('a subscription ends when its owner is %s, and nobody else loses theirs', async (name, end) => {
  const member = await makeMember(sonde, harbour.id, 'VIEWER', `${name}@harbour.example`);
  const live = await connect(member);
  const ended = [await subscribed(live, {}), await subscribed(live, { deviceIds: [buoy] })];
  const other = await connect(harbour.viewer);
  const kept = await subscribed(other, {});
  await end(member.identityId);
  for (const id of ended) expect(await live.completed(id)).toEqual({ id, type: 'complete' });
  await publish(sonde, topicOf(harbour.id, buoy), { time: TIME, readings: { level: 7 } });
  expect(await other.batches(kept)).toEqual([batch(harbour.id, buoy, 7)]);
  for (const id of ended) expect(live.received(id)).toEqual([]);
});

describe('a subscription is refused', () => {
  const notFound = (id: string) => ({
    errorType: 'NotFoundError',
    message: `There is no device with the id "${id}".`,
  });
  const invalid = (message: string) => ({ errorType: 'ValidationError', message });

  it.each([
    ["to another organization's device", () => [barn], () => notFound(barn)],
    ["to another organization's device beside an own one", () => [buoy, barn], () => notFound(barn)],
    ['to a device that there is not', () => [NOBODY], () => notFound(NOBODY)],
    ['to what is no id', () => ['buoy'], () => notFound('buoy')],
    ['to no device', () => [], () => invalid('The number of deviceIds must be 1 to 20; it is 0.')],
    [
      'to more devices than a filter takes',
      () => Array.from({ length: 21 }, () => buoy),
      () => invalid('The number of deviceIds must be 1 to 20; it is 21.'),
    ],
    [
      'to a device twice',
      () => [buoy, buoy],
      () => invalid(`deviceIds must have each value once; "${buoy}" is there twice.`),
    ],
  ])('%s', async (_, deviceIds, error) => {
    const live = await connect(harbour.viewer);
    const { id, first } = await live.subscribe({ deviceIds: deviceIds() });
    expect(first).toEqual({ id, type: 'error', payload: { errors: [error()] } });
  });
});
