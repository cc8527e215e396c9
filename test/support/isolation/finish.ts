import * as v from 'valibot';
import { post } from '../graphql.ts';
import { rowsOf } from '../tables.ts';
import { until } from '../until.ts';
import { operationOf } from '../access/operations.ts';
import type { Lane } from './lane.ts';
import { keyOf } from './model.ts';
import { readMails } from './mails.ts';
import { exportToAll } from './operations/exports.ts';
import { DAY, expectReading, Reading } from './operations/readings.ts';
import type { World } from './world.ts';

const Page = v.object({
  data: v.object({ readings: v.object({ items: v.array(Reading), nextCursor: v.nullable(v.string()) }) }),
});

const UNDER_WAY: unknown[] = ['QUEUED', 'RUNNING'];

/** Has everything exported and read, waits until all that was begun is done, and compares what is stored with the plain code, whole. */
export async function finish(world: World): Promise<void> {
  await ended(world);
  for (const lane of world.lanes) await exportToAll(lane);
  await ended(world);
  await readMails(world);
  for (const lane of world.lanes)
    for (const deviceId of lane.model.devices.keys()) await compareReadings(lane, deviceId);
  for (const { clients } of world.lanes) for (const { live } of clients) live?.close();
  await world.mqtt.endAsync();
}

async function ended(world: World): Promise<void> {
  // One that is deleted while it is under way is looked at once more, a minute later: nothing comes of that.
  await until('the end of all exports', async () => {
    const rows = (await rowsOf(world.sonde, 'exports')).filter(({ deletedAt }) => deletedAt === undefined);
    return rows.every(({ status, lease }) => lease === undefined && !UNDER_WAY.includes(status)) || undefined;
  });
}

/** All that was measured is there, also what was sent by MQTT, and nothing else. */
async function compareReadings(lane: Lane, deviceId: string): Promise<void> {
  const known = lane.model.devices.get(deviceId);
  if (!known) return;
  const token = lane.clients.find(({ identity }) => identity.status === 'ACTIVE')?.token ?? '';
  await until(`all readings of ${deviceId}`, async () => {
    const found = new Set<string>();
    let after: string | null = null;
    do {
      const { body } = await post(lane.sonde, { authorization: token }, operationOf('Query.readings'), {
        deviceId,
        ...DAY,
        first: 1000,
        after,
      });
      const { items, nextCursor }: v.InferOutput<typeof Page>['data']['readings'] = v.parse(Page, body).data.readings;
      for (const item of items) expectReading(lane, known, item);
      for (const item of items) found.add(keyOf(item));
      after = nextCursor;
    } while (after !== null);
    return [...known.readings.keys()].every((key) => found.has(key)) || undefined;
  });
}
