import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asError } from '../../logger.ts';
import { FAULTS, Outside } from '../../testing/outside.ts';
import type { Device, MergeWorld } from './testing/merge-world.ts';
import { startMergeWorld } from './testing/merge-world.ts';

let world: MergeWorld;
beforeAll(async () => {
  world = await startMergeWorld();
});
afterAll(() => world.close());

/** Two metrics of one hour, in part merged, with more to come, so that blocks are made, changed and cut. */
async function prepared() {
  const device = world.newDevice();
  const minutes = (from: number, to: number, value: number, receivedAt: number) =>
    Array.from({ length: to - from }, (_, index) => {
      const ms = (from + index) * 60_000;
      return [
        world.reading(device, ms, value + Math.sin(index), { receivedAt }),
        world.reading(device, ms, null, { metric: 'state', text: `no. ${index}`, receivedAt }),
      ];
    }).flat();
  const first = minutes(10, 40, 0, world.begin);
  await world.write(first);
  world.pass();
  await world.merge(device);
  const more = [
    ...minutes(0, 60, 5, world.begin + 1),
    ...minutes(0, 20, 5, world.begin + 1).map((reading) => ({ ...reading, metric: `${reading.metric}/new` })),
  ];
  await world.write(more);
  world.pass();
  return { device, all: [...first, ...more] };
}

async function mergeBy(outside: Outside, device: Device): Promise<void> {
  await Promise.race([world.merge(device, { by: world.watched(outside) }).catch(asError), outside.ended]);
}

describe('whatever happens at a request to DynamoDB', () => {
  it.each(FAULTS)('the next merge leaves what an undisturbed one does: %s', { timeout: 240_000 }, async (fault) => {
    const undisturbed = new Outside();
    const { device, all } = await prepared();
    await mergeBy(undisturbed, device);
    await world.expectMerged(device, all);
    expect(undisturbed.calls).toEqual(
      expect.arrayContaining(['QueryCommand', 'PutItemCommand', 'UpdateItemCommand', 'BatchWriteItemCommand']),
    );
    const failures: string[] = [];
    for (const [number, call] of undisturbed.calls.entries())
      try {
        const { device, all } = await prepared();
        await mergeBy(new Outside(number, fault), device);
        await world.merge(device);
        await world.expectMerged(device, all);
      } catch (error) {
        failures.push(`at request ${number}, ${call}: ${asError(error).message}`);
      }
    expect(failures).toEqual([]);
  });
});
