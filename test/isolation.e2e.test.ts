import { afterAll, beforeAll, expect, it } from 'vitest';
import { importAndConnect } from './support/isolation/excursions.ts';
import { finish } from './support/isolation/finish.ts';
import type { Lane } from './support/isolation/lane.ts';
import { doNext } from './support/isolation/operations/index.ts';
import { pause } from './support/isolation/pause.ts';
import { makeWorld } from './support/isolation/world.ts';
import { startSonde, store, type Sonde } from './support/sonde.ts';

/**
 * Members of three organizations do whatever there is to do, for long, in an order that a seed decides (`SEED=…` repeats one), each organization
 * beside the others. All texts, numbers and ids of an organization are known by a marker: none may be in anything that somebody else receives. And
 * what is answered must be what plain code says, which knows nothing of other organizations.
 */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** The stores have only readings to tell apart. */
const OPERATIONS = Number(process.env.OPERATIONS ?? (store === 'timestream' ? 10_000 : 2000));
/** Of all organizations, between two pauses. */
const ROUND = 750;

let sonde: Sonde;
beforeAll(async () => {
  sonde = await startSonde();
});
afterAll(() => sonde.close());

it(
  `nothing of another organization is in any answer, event, error, mail or file (SEED=${SEED})`,
  { timeout: 600_000 },
  async () => {
    const world = await makeWorld(sonde, SEED);
    const { lanes, mqtt } = world;
    const done = (): number => lanes.reduce((sum, { operations }) => sum + operations, 0);
    await pause(world);
    while (done() < OPERATIONS) {
      await inEach(lanes, async (lane) => {
        const end = lane.operations + ROUND / lanes.length;
        while (lane.operations < end) await doNext(lane, mqtt);
      });
      await pause(world);
    }
    await inEach(lanes, importAndConnect);
    await finish(world);
    expect(done()).toBeGreaterThanOrEqual(OPERATIONS);
  },
);

/** Waits for all, and then fails as the first that failed: others would go on behind the end of the test. */
async function inEach(lanes: readonly Lane[], operation: (lane: Lane) => Promise<void>): Promise<void> {
  for (const ended of await Promise.allSettled(lanes.map((lane) => lane.do(() => operation(lane)))))
    if (ended.status === 'rejected') throw ended.reason;
}
