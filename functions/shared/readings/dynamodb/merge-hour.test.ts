import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asError } from '../../logger.ts';
import { Outside } from '../../testing/outside.ts';
import type { ReceivedReading } from '../store.ts';
import { summariesExpiry } from './expiry.ts';
import { HOURS_A_DAY, partitionOf, summariesKey } from './keys.ts';
import type { ReadingsTable } from './table.ts';
import { mergedDevice } from './testing/merged-device.ts';
import type { Device, MergeWorld } from './testing/merge-world.ts';
import { retentionDays, startMergeWorld } from './testing/merge-world.ts';

let world: MergeWorld;
beforeAll(async () => {
  world = await startMergeWorld();
});
afterAll(() => world.close());

describe('a merge', () => {
  it('brings all runs of an hour into blocks and summaries, and removes its marks', async () => {
    const device = world.newDevice();
    const first = [
      world.reading(device, 1, 1),
      world.reading(device, 2, 2.5),
      world.reading(device, 2, null, { metric: 'state', text: 'open' }),
    ];
    const late = [world.reading(device, 0, 3), world.reading(device, 1, 4, { receivedAt: world.begin + 50 })];
    await world.write(first);
    await world.write(late);
    world.pass();
    await world.merge(device);
    await world.expectMerged(device, [...first, ...late]);
  });

  it('leaves what is not due: who put the mark may still write', async () => {
    const device = world.newDevice();
    await world.write([world.reading(device, 1, 1)]);
    await world.merge(device);
    expect(await mergedDevice(world.table, partitionOf(device))).toEqual({ metrics: [], names: [], marks: 1 });
  });

  it('leaves a mark that is not due beside one that is', async () => {
    const device = world.newDevice();
    await world.write([world.reading(device, 1, 1)]);
    world.pass();
    await world.write([world.reading(device, 2, 2)]);
    await world.merge(device);
    expect(await mergedDevice(world.table, partitionOf(device))).toMatchObject({ marks: 1 });
  });

  it('cuts what is too large for a block, and writes no block that has not changed', async () => {
    const device = world.newDevice();
    const readings = Array.from({ length: 12_000 }, (_, index) => world.reading(device, index * 299, Math.random()));
    await world.write(readings);
    world.pass();
    await world.merge(device, { blockBytes: 64 * 1024 });
    const [level] = await world.expectMerged(device, readings);
    expect(level?.blocks).toBeGreaterThan(1);

    const late = world.reading(device, 3_599_999, 5);
    await world.write([late]);
    world.pass();
    const outside = new Outside();
    await world.merge(device, { by: world.watched(outside), blockBytes: 64 * 1024 });
    await world.expectMerged(device, [...readings, late]);
    // The last block, and the first one, whose version is the hour's.
    expect(outside.calls.filter((call) => call === 'PutItemCommand')).toHaveLength(2);
  });

  it('of what is there already writes nothing', async () => {
    const device = world.newDevice();
    const readings = [world.reading(device, 1, 1), world.reading(device, 2, 2)];
    await world.write(readings);
    world.pass();
    await world.merge(device);
    await world.write(readings);
    world.pass();
    const outside = new Outside();
    await world.merge(device, { by: world.watched(outside) });
    expect(outside.calls.filter((call) => call === 'PutItemCommand' || call === 'UpdateItemCommand')).toEqual([]);
    await world.expectMerged(device, readings);
  });

  it('makes a summary newer than one that was left by blocks which are gone', async () => {
    const device = world.newDevice();
    const day = Math.floor(world.hour / HOURS_A_DAY);
    const stale = {
      hourOfDay: world.hour % HOURS_A_DAY,
      bytes: Uint8Array.of(1, 0, 7),
      version: 40,
      expires: summariesExpiry(day, retentionDays),
    };
    const key = { pk: partitionOf(device), sk: summariesKey('level', day) };
    expect(await world.table.putSummary(key, stale, world.signal)).toBe(true);
    await world.write([world.reading(device, 1, 1)]);
    world.pass();
    await world.merge(device);
    await world.expectMerged(device, [world.reading(device, 1, 1)]);
  });
});

interface Written {
  minute: number;
  metric: string;
  value: number | null;
  text: string | null;
  receivedAt: number;
}

/** Some have nothing in them: the reading is deleted. Some repeat, or take the place of, others. */
const batch = fc.uniqueArray(
  fc.record<Written>({
    /** Of two hours. */
    minute: fc.integer({ min: 0, max: 89 }),
    metric: fc.constantFrom('level', 'state'),
    value: fc.option(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ noNaN: true, noDefaultInfinity: true }))),
    text: fc.option(fc.constantFrom('open', 'é', ''), { freq: 2 }),
    receivedAt: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 40, selector: ({ minute, metric }) => `${minute} ${metric}` },
);

function readingsOf(device: Device, written: readonly Written[]): ReceivedReading[] {
  return written.map(({ minute, metric, value, text, receivedAt }) =>
    world.reading(device, minute * 60_000, value, { metric, text, receivedAt: world.begin + receivedAt }),
  );
}

describe('blocks and summaries', () => {
  it('are those of all that was written, whatever came when', { timeout: 120_000 }, async () => {
    const steps = fc.array(fc.record({ batch, isRepeated: fc.boolean(), isMerged: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (steps) => {
        const device = world.newDevice();
        const all: ReceivedReading[] = [];
        for (const { batch, isRepeated, isMerged } of steps) {
          const readings = readingsOf(device, batch);
          all.push(...readings);
          await world.write(readings);
          if (isRepeated) await world.write(readings.toReversed());
          if (isMerged) world.pass();
          if (isMerged) await world.merge(device);
        }
        world.pass();
        await world.merge(device);
        await world.expectMerged(device, all);
      }),
      { numRuns: 30 },
    );
  });

  it('lose nothing where several merge at once, however long one of them takes', { timeout: 240_000 }, async () => {
    const batches = fc.array(batch, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(batches, batches, fc.scheduler(), async (before, during, scheduler) => {
        const device = world.newDevice();
        const readings = before.map((batch) => readingsOf(device, batch));
        const later = during.map((batch) => readingsOf(device, batch));
        for (const batch of readings) await world.write(batch);
        world.pass();
        const merging = { by: scheduledTable(scheduler), blockBytes: 70 };
        const writeAndMerge = async () => {
          for (const batch of later) {
            await world.write(batch, merging.by);
            world.pass();
            await world.merge(device, merging);
          }
        };
        await scheduler.waitFor(
          Promise.all([world.merge(device, merging), writeAndMerge(), world.merge(device, merging)]),
        );
        // Of the hours that have no mark any more, nothing more is done.
        await world.merge(device);
        await world.expectMerged(device, [...readings, ...later].flat());
      }),
      { numRuns: 40 },
    );
  });
});

/** The table, whose requests by several users are made one at a time, in an order that a scheduler says. */
function scheduledTable(scheduler: fc.Scheduler): ReadingsTable {
  type Send = (...parameters: Parameters<typeof world.client.send>) => Promise<unknown>;
  const send: Send = world.client.send.bind(world.client);
  const settled = scheduler.scheduleFunction(async (...parameters: Parameters<Send>) => {
    const [result] = await Promise.allSettled([send(...parameters)]);
    return result;
  });
  const scheduled: Send = async (...parameters) => {
    const result = await settled(...parameters);
    if (result.status === 'rejected') throw asError(result.reason);
    return result.value;
  };
  return world.by(
    new Proxy(world.client, {
      get: (target, member): unknown => (member === 'send' ? scheduled : Reflect.get(target, member)),
    }),
  );
}
