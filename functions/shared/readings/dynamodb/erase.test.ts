import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceivedReading, ReadingWriter } from '../store.ts';
import type { Nanoseconds } from '../../time.ts';
import { fromMilliseconds, LATEST } from '../../time.ts';
import { erase } from './erase.ts';
import { hourBegin, partitionOf } from './keys.ts';
import { dynamodbReader } from './read.ts';
import { mergedDevice } from './testing/merged-device.ts';
import type { Device, MergeWorld } from './testing/merge-world.ts';
import { retentionDays, startMergeWorld } from './testing/merge-world.ts';
import { dynamodbWriter } from './write.ts';

const MINUTE = 60_000;
let world: MergeWorld;
beforeAll(async () => {
  world = await startMergeWorld();
});
afterAll(() => world.close());

const at = (ms: number): Nanoseconds => hourBegin(world.hour) + fromMilliseconds(ms);
const EVER = { from: 0n, to: LATEST };

/** A reading of one metric each ten minutes for three hours, and of another one. */
function readingsOf(device: Device): ReceivedReading[] {
  return Array.from({ length: 18 }, (_, index) => [
    world.reading(device, index * 10 * MINUTE, index),
    world.reading(device, index * 10 * MINUTE, null, { metric: 'state', text: 'open' }),
  ]).flat();
}

interface Erasing {
  beginsBefore?: number;
  after?: number | null;
  writer?: ReadingWriter;
}

function erased(
  device: Device,
  period: { from: Nanoseconds; to: Nanoseconds },
  { beginsBefore = Infinity, after = null, writer }: Erasing = {},
) {
  const { table, clock, signal } = world;
  const options = { table, clock, retentionDays };
  const own = dynamodbWriter({ ...options, timeLimit: 10_000 });
  return erase(
    { ...options, writer: writer ?? own },
    { ...device, metric: 'level', ...period },
    { after, deadline: { beginsBefore, signal } },
  );
}

async function values(device: Device): Promise<(number | null)[]> {
  const { table, clock } = world;
  const reader = dynamodbReader({ table, clock, retentionDays, timeLimit: 10_000 });
  const query = { ...device, metrics: ['level'], ...EVER, order: 'ASC', after: null, limit: 100 } as const;
  return (await reader.page(query)).map(({ value }) => value);
}

async function count(device: Device, metric: string): Promise<number> {
  const { metrics } = await mergedDevice(world.table, partitionOf(device));
  return metrics.filter((one) => one.metric === metric).reduce((sum, { summary }) => sum + (summary?.readings ?? 0), 0);
}

describe('erasing', () => {
  it.each(['merged', 'not merged', 'in part merged'])('takes away the readings of a period, %s', async (state) => {
    const device = world.newDevice();
    const readings = readingsOf(device);
    const [first, others] = [readings.slice(0, 9), readings.slice(9)];
    await world.write(first);
    if (state !== 'not merged') world.pass();
    if (state === 'in part merged') await world.merge(device);
    await world.write(others);
    if (state === 'merged') world.pass();
    if (state === 'merged') await world.merge(device);
    world.wait(1000);

    expect(await erased(device, { from: at(20 * MINUTE), to: at(100 * MINUTE) })).toEqual({ readings: 8, after: null });
    const left = [0, 1, 10, 11, 12, 13, 14, 15, 16, 17];
    expect(await values(device)).toEqual(left);
    expect(await erased(device, { from: at(20 * MINUTE), to: at(100 * MINUTE) })).toEqual({ readings: 0, after: null });

    world.pass();
    await world.merge(device);
    expect([await count(device, 'level'), await count(device, 'state')]).toEqual([10, 18]);
    // What is delivered once more does not bring them back.
    await world.write(readings);
    expect(await values(device)).toEqual(left);
    world.pass();
    await world.merge(device);
    expect(await count(device, 'level')).toBe(10);
    expect(await values(device)).toEqual(left);
  });

  it('makes room for what is recorded later', async () => {
    const device = world.newDevice();
    await world.write(readingsOf(device));
    world.wait(1000);
    expect(await erased(device, EVER)).toEqual({ readings: 18, after: null });
    expect(await values(device)).toEqual([]);
    world.wait(1000);
    await world.write([world.reading(device, 10 * MINUTE, 77, { receivedAt: world.clock() })]);
    expect(await values(device)).toEqual([77]);
  });

  it('goes on in pieces', async () => {
    const device = world.newDevice();
    await world.write(readingsOf(device));
    world.wait(1000);
    let [sum, pieces] = [0, 0];
    let after: number | null = null;
    do {
      const { table, signal } = world;
      let calls = 0;
      // One hour a piece: the clock is asked for the period, and before each hour.
      const clock = () => world.clock() + (calls++ < 3 ? 0 : 5);
      const writer = dynamodbWriter({ table, clock: world.clock, retentionDays, timeLimit: 10_000 });
      const deadline = { beginsBefore: world.clock() + 1, signal };
      const piece: Awaited<ReturnType<typeof erase>> = await erase(
        { table, clock, retentionDays, writer },
        { ...device, metric: 'level', ...EVER },
        { after, deadline },
      );
      sum += piece.readings;
      pieces++;
      ({ after } = piece);
    } while (after !== null);
    expect(sum).toBe(18);
    expect(pieces).toBeGreaterThan(1);
    expect(await values(device)).toEqual([]);
  });

  it('writes again what may not have been written, and gives up in the end', async () => {
    const device = world.newDevice();
    await world.write(readingsOf(device));
    world.wait(1000);
    const { table, clock } = world;
    const own = dynamodbWriter({ table, clock, retentionDays, timeLimit: 10_000 });
    const cause = new Error('throttled');
    let failures = 2;
    const writer: ReadingWriter = {
      write: (readings) =>
        failures-- > 0
          ? Promise.resolve({ rejected: [], retryable: readings.map((_, index) => ({ index, cause })) })
          : own.write(readings),
    };
    expect(await erased(device, { from: at(0), to: at(60 * MINUTE) }, { writer })).toEqual({
      readings: 6,
      after: null,
    });
    failures = Infinity;
    await expect(erased(device, EVER, { writer })).rejects.toBe(cause);
    expect(await values(device)).toHaveLength(12);
  });
});
