import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CreateDeviceDocument,
  DeleteExportDocument,
  ExportDocument,
  OnExportDocument,
  RequestExportDocument,
  type OnExportSubscription,
} from '../examples/generated/documents.ts';
import { Live } from './support/live.ts';
import { makeOrganization, type Member, type Organization } from './support/people.ts';
import { publish, stored, topicOf } from './support/sensors.ts';
import { startSonde, type Sonde } from './support/sonde.ts';
import { rowsOf } from './support/tables.ts';
import { until } from './support/until.ts';

type Event = NonNullable<OnExportSubscription['onExport']>;

const period = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
let sonde: Sonde;
let harbour: Organization;
let meadow: Organization;
const connections: Live[] = [];

beforeAll(async () => {
  sonde = await startSonde();
  harbour = await makeOrganization(sonde, 'Harbour');
  meadow = await makeOrganization(sonde, 'Meadow');
  const { createDevice } = await harbour.operator.request(CreateDeviceDocument, { input: { name: 'Buoy' } });
  await publish(sonde, topicOf(harbour.id, createDevice.id), { time: '2026-03-01T12:00:00Z', readings: { level: 1 } });
  await stored(harbour.viewer, createDevice.id, 1);
});
afterAll(async () => {
  await until(
    'the end of all work',
    async () =>
      (await rowsOf(sonde, 'exports')).every(({ status, lease }) => status !== 'QUEUED' && lease === undefined) ||
      undefined,
  );
  for (const connection of connections) connection.close();
  await sonde.close();
});

async function connect(member: Member): Promise<Live> {
  const { live } = await Live.connect(sonde, member.token);
  connections.push(live);
  return live;
}

async function subscribed(live: Live, variables: object): Promise<string> {
  const { id, first } = await live.subscribe(variables, OnExportDocument);
  expect(first).toEqual({ id, type: 'start_ack' });
  return id;
}

/** The events that a subscription has had so far. */
function events(live: Live, id: string): Event[] {
  return live.received(id).map((payload) => (payload as { data: { onExport: Event } }).data.onExport);
}

/** Waits for the event that an export has succeeded. */
function succeeded(live: Live, subscription: string, exportId: string): Promise<Event> {
  return until(`the end of export ${exportId}`, () =>
    events(live, subscription).find(({ id, export: { status } }) => id === exportId && status === 'SUCCEEDED'),
  );
}

async function requested({ operator }: Organization): Promise<string> {
  const { requestExport } = await operator.request(RequestExportDocument, { input: { ...period, recipients: [] } });
  return requestExport.id;
}

it('a subscription tells of the exports of its own organization until they have ended, and of no others', async () => {
  const ours = await connect(harbour.operator);
  const theirs = await connect(meadow.administrator);
  const all = await subscribed(ours, {});
  const theirAll = await subscribed(theirs, { id: null });

  const first = await requested(harbour);
  await succeeded(ours, all, first);
  const second = await requested(harbour);
  const ofSecond = await subscribed(ours, { id: second });
  const last = await succeeded(ours, all, second);
  const foreign = await requested(meadow);
  await succeeded(theirs, theirAll, foreign);

  expect(events(theirs, theirAll).map(({ organizationId, id }) => [organizationId, id])).toContainEqual([
    meadow.id,
    foreign,
  ]);
  expect(new Set(events(theirs, theirAll).map(({ id }) => id))).toEqual(new Set([foreign]));
  expect(new Set(events(ours, all).map(({ id }) => id))).toEqual(new Set([first, second]));
  expect(events(ours, ofSecond).every(({ id }) => id === second)).toBe(true);
  expect(last).toMatchObject({
    organizationId: harbour.id,
    id: second,
    export: { progress: 100, rows: 1, files: [{ rows: 1 }], requestedBy: harbour.operator.identityId },
  });

  // Whoever is told that it has succeeded finds the files.
  const { export: found } = await harbour.administrator.request(ExportDocument, { id: second });
  const file = await fetch(found?.files[0]?.url ?? '');
  expect(file.status).toBe(200);
  expect(Buffer.from(await file.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  await harbour.operator.request(DeleteExportDocument, { id: second });
  expect(await harbour.operator.ask(ExportDocument, { id: second })).toMatchObject({ data: { export: null } });
});

it('a subscription is refused to who may not see exports, or not this one', async () => {
  const id = await requested(harbour);
  const refusal = async (member: Member, variables: object) => {
    const { first } = await (await connect(member)).subscribe(variables, OnExportDocument);
    return first;
  };
  const notFound = { errorType: 'NotFoundError', message: `There is no export with the id "${id}".` };
  expect(await refusal(meadow.administrator, { id })).toMatchObject({ type: 'error', payload: { errors: [notFound] } });
  expect(await refusal(harbour.viewer, { id })).toMatchObject({ type: 'error' });
  expect(await refusal(harbour.viewer, {})).toMatchObject({ type: 'error' });
});
