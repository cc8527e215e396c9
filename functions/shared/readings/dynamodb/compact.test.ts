import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compactDue } from './compact.ts';
import { partitionOf, runKey } from './keys.ts';
import { markItem } from './marks.ts';
import { slotOf } from './slots.ts';
import { mergedDevice } from './testing/merged-device.ts';
import type { MergeWorld } from './testing/merge-world.ts';
import { retentionDays, startMergeWorld } from './testing/merge-world.ts';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
let world: MergeWorld;
beforeEach(async () => {
  vi.clearAllMocks();
  world = await startMergeWorld();
});
afterEach(() => world.close());

const compact = (beginsBefore = Infinity) => {
  const { table, clock, signal } = world;
  return compactDue({ table, clock, retentionDays, log }, { beginsBefore, signal });
};

describe('compaction', () => {
  it('merges all that is due, and says so', async () => {
    const devices = Array.from({ length: 20 }, world.newDevice);
    const readings = devices.map((device) => [world.reading(device, 1, 1), world.reading(device, 3_600_000, 2)]);
    for (const some of readings) await world.write(some);
    expect(await compact()).toEqual({ hours: 0, left: 0, oldestSeconds: 0 });
    world.pass();
    expect(await compact()).toEqual({ hours: 40, left: 0, oldestSeconds: 0 });
    for (const [index, device] of devices.entries()) await world.expectMerged(device, readings[index] ?? []);
    expect(log.info).toHaveBeenLastCalledWith('Readings are merged', { hours: 40, left: 0, oldestSeconds: 0 });
    expect(await compact()).toEqual({ hours: 0, left: 0, oldestSeconds: 0 });
  });

  it('goes on where an hour cannot be merged, and tries it again', async () => {
    const [poisoned, sound] = [world.newDevice(), world.newDevice()];
    await world.write([world.reading(poisoned, 1, 1), world.reading(sound, 1, 1)]);
    const key = { pk: partitionOf(poisoned), sk: runKey(world.hour, 'x') };
    const run = { pk: { S: key.pk }, sk: { S: key.sk }, data: { B: Uint8Array.of(99) } };
    await world.table.putAll([run], world.signal);
    world.pass();
    world.wait(61_000);
    expect(await compact()).toEqual({ hours: 1, left: 1, oldestSeconds: 61 });
    await world.expectMerged(sound, [world.reading(sound, 1, 1)]);
    expect(log.error).toHaveBeenCalledExactlyOnceWith('An hour could not be merged', {
      pk: key.pk,
      hour: world.hour,
      error: expect.any(RangeError) as RangeError,
    });
    await world.table.deleteAll([key], world.signal);
    expect(await compact()).toEqual({ hours: 1, left: 0, oldestSeconds: 0 });
    await world.expectMerged(poisoned, [world.reading(poisoned, 1, 1)]);
  });

  it('begins nothing when its time is over, and leaves it to the next run', async () => {
    const device = world.newDevice();
    await world.write([world.reading(device, 1, 1)]);
    world.pass();
    world.wait(5000);
    expect(await compact(world.clock())).toEqual({ hours: 0, left: 1, oldestSeconds: 5 });
    expect(await compact()).toMatchObject({ hours: 1, left: 0 });
  });

  it('removes the mark of an hour that has nothing any more', async () => {
    const pk = partitionOf(world.newDevice());
    await world.table.putAll([markItem(pk, world.hour, slotOf(world.begin))], world.signal);
    world.pass();
    expect(await compact()).toMatchObject({ hours: 1, left: 0 });
    expect(await mergedDevice(world.table, pk)).toEqual({ metrics: [], names: [], marks: 0 });
  });
});
