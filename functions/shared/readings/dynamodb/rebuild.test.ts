import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ReceivedReading } from '../store.ts';
import { blockItem } from './block.ts';
import { HOURS_A_DAY, hourBegin, hourOf, metricKey, partitionOf, runKey, runsOf, summariesKey } from './keys.ts';
import { seriesOf } from './merge.ts';
import type { RebuildCursor, Rebuilt } from './rebuild.ts';
import { rebuild } from './rebuild.ts';
import { mergedDevice } from './testing/merged-device.ts';
import type { Device, MergeWorld } from './testing/merge-world.ts';
import { retentionDays, startMergeWorld } from './testing/merge-world.ts';

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const MINUTE = 60_000;
let world: MergeWorld;
beforeAll(async () => {
  world = await startMergeWorld();
});
afterAll(() => world.close());

/** Rebuilds in as many pieces as it takes. */
async function rebuilt(pk: string | null, { pieces = 1 } = {}): Promise<Omit<Rebuilt, 'after'>> {
  const { table, signal } = world;
  const sum = { hours: 0, changed: 0, failed: 0 };
  let after: RebuildCursor | null = null;
  do {
    let now = 0;
    const clock = () => (pieces > 1 ? now++ : world.clock());
    const beginsBefore: number = pieces > 1 ? 2 : Infinity;
    const piece: Rebuilt = await rebuild({ table, clock, retentionDays, log }, { pk, after }, { beginsBefore, signal });
    sum.hours += piece.hours;
    sum.changed += piece.changed;
    sum.failed += piece.failed;
    ({ after } = piece);
  } while (after);
  return sum;
}

/** A device with readings of two metrics in three hours, all merged. */
async function mergedReadings(): Promise<{ device: Device; pk: string; readings: ReceivedReading[] }> {
  const device = world.newDevice();
  const readings = Array.from({ length: 18 }, (_, index) => [
    world.reading(device, index * 10 * MINUTE, Math.sin(index)),
    world.reading(device, index * 10 * MINUTE, null, { metric: 'state', text: `no. ${index}` }),
  ]).flat();
  await world.write(readings);
  world.pass();
  await world.merge(device);
  return { device, pk: partitionOf(device), readings };
}

const HOURS = 6;

/** Takes away the runs of all hours. */
async function forgetRuns(pk: string): Promise<void> {
  const [first = 0] = world.hours;
  for await (const page of world.table.query({ pk, ...runsOf(first, first + 9) }, world.signal))
    await world.table.deleteAll(
      page.map(({ sk }) => ({ pk, sk: sk?.S ?? '' })),
      world.signal,
    );
}

describe('a rebuild', () => {
  it('leaves what is right as it is', async () => {
    const { device, pk, readings } = await mergedReadings();
    // By blocks, and the three hours once more by their runs.
    expect(await rebuilt(pk)).toEqual({ hours: HOURS + 3, changed: 0, failed: 0 });
    await world.expectMerged(device, readings);
  });

  it.each([1, 2])('makes summaries and names anew from the blocks alone: %d', async (pieces) => {
    const { device, pk, readings } = await mergedReadings();
    await forgetRuns(pk);
    const day = Math.floor((world.hours[0] ?? 0) / HOURS_A_DAY);
    const gone = [summariesKey('level', day), summariesKey('level', day + 1), metricKey('state')];
    await world.table.deleteAll(
      gone.map((sk) => ({ pk, sk })),
      world.signal,
    );
    expect(await rebuilt(pk, { pieces })).toEqual({ hours: HOURS, changed: 3, failed: 0 });
    await world.expectMerged(device, readings);
  });

  it('makes a summary anew that is of other readings than its blocks', async () => {
    const { device, pk, readings } = await mergedReadings();
    await forgetRuns(pk);
    const begin = hourBegin(world.hour);
    const own = readings.filter(({ metric, time }) => metric === 'level' && hourOf(time) === world.hour);
    const changed = own.map((reading) => ({ ...reading, value: 5, receivedAt: reading.receivedAt + 1 }));
    const block = { metric: 'level', begin, end: hourBegin(world.hour + 1), version: 1 };
    const item = blockItem(pk, { ...block, series: seriesOf(world.hour, changed) }, retentionDays);
    await world.table.putAll([item], world.signal);
    expect(await rebuilt(pk)).toEqual({ hours: HOURS, changed: 1, failed: 0 });
    await world.expectMerged(device, [...readings, ...changed]);
  });

  it('brings what runs have into blocks, and leaves their marks', async () => {
    const { device, pk, readings } = await mergedReadings();
    const late = [world.reading(device, 1, 9), world.reading(device, 2, 8, { metric: 'new' })];
    await world.write(late);
    expect(await rebuilt(pk)).toMatchObject({ changed: 2, failed: 0 });
    expect(await mergedDevice(world.table, pk)).toMatchObject({ marks: 1 });
    world.pass();
    await world.merge(device);
    await world.expectMerged(device, [...readings, ...late]);
  });

  it.each([1, 2])('goes on where an hour cannot be read: %d', async (pieces) => {
    const { pk } = await mergedReadings();
    const sk = runKey(world.hours[1] ?? 0, 'x');
    await world.table.putAll([{ pk: { S: pk }, sk: { S: sk }, data: { B: Uint8Array.of(99) } }], world.signal);
    expect(await rebuilt(pk, { pieces })).toEqual({ hours: HOURS + 2, changed: 0, failed: 1 });
    expect(log.error).toHaveBeenLastCalledWith('An hour could not be rebuilt', {
      pk,
      hour: world.hours[1],
      error: expect.any(RangeError) as RangeError,
    });
    await forgetRuns(pk);
  });

  it.each([1, 2])('of all devices looks at each of them once: %d', async (pieces) => {
    const other = await startMergeWorld();
    const before = world;
    world = other;
    try {
      for (let device = 0; device < 7; device++) await mergedReadings();
      expect(await rebuilt(null, { pieces })).toEqual({ hours: 7 * (HOURS + 3), changed: 0, failed: 0 });
    } finally {
      world = before;
      await other.close();
    }
  });

  it('of a table without any finds nothing', async () => {
    expect(await rebuilt(partitionOf(world.newDevice()))).toEqual({ hours: 0, changed: 0, failed: 0 });
  });
});
