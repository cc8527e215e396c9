import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBy } from '../../../collections.ts';
import { EARLIEST } from '../../../time.ts';
import type { ReceivedReading } from '../../store.ts';
import type { StartStore, TestStore } from '../stores.ts';
import { newDevice, now, organizationId, reading, useStore, write } from './cases.ts';

const MILLISECOND = 1_000_000n;
const HOUR = 3_600_000n * MILLISECOND;
/** Some milliseconds, bins and hours before now. */
const begin = now - 30n * HOUR;

const offsets = fc.oneof(
  fc.bigInt({ min: 0n, max: 5n }),
  fc.bigInt({ min: 0n, max: 20n * MILLISECOND }),
  fc.bigInt({ min: 0n, max: 4n * HOUR }),
);
const drawn = fc.uniqueArray(
  fc.record({
    metric: fc.constantFrom('a', 'b', 'B', 'other'),
    offset: offsets,
    value: fc.option(fc.integer({ min: -3, max: 3 })),
  }),
  { selector: ({ metric, offset }) => `${metric} ${offset}`, maxLength: 40 },
);
const questions = fc.record({
  from: offsets,
  length: fc.oneof(fc.constantFrom(3n, MILLISECOND, 30n * MILLISECOND), fc.bigInt({ min: 1n, max: 5n * HOUR })),
  bin: fc.constantFrom(
    MILLISECOND,
    3n * MILLISECOND,
    1000n * MILLISECOND,
    HOUR / 4n,
    HOUR,
    2n * HOUR,
    (7n * HOUR) / 2n,
  ),
});

interface Question {
  from: bigint;
  length: bigint;
  bin: bigint;
}

/** Asks, and compares with what plain code makes of the same readings. */
async function compare(store: TestStore, written: readonly ReceivedReading[], { from, length, bin }: Question) {
  const deviceId = written[0]?.deviceId ?? newDevice();
  const period = { from: begin + from, to: begin + from + length };
  const bins = await store.outline({ organizationId, deviceId, metrics: ['b', 'a', 'B'], ...period, bin });
  const points = written
    .filter(({ metric, time }) => metric !== 'other' && time >= period.from && time < period.to)
    .flatMap(({ metric, time, value }) => (value === null ? [] : [{ metric, time, value }]));
  const groups = groupBy(points, ({ metric, time }) => `${metric} ${time - (time % bin)}`);
  const keys = bins.map(({ metric, begin }) => `${metric} ${begin}`);
  // Begins have the same number of digits.
  expect(keys).toEqual([...groups.keys()].sort());
  for (const [index, { first, last, smallest, largest }] of bins.entries()) {
    const group = (groups.get(keys[index] ?? '') ?? []).map(({ time, value }) => ({ time, value }));
    const inTime = group.toSorted((a, b) => (a.time < b.time ? -1 : 1));
    const numbers = group.map(({ value }) => value);
    expect([first, last]).toEqual([inTime[0], inTime.at(-1)]);
    expect([smallest.value, largest.value]).toEqual([Math.min(...numbers), Math.max(...numbers)]);
    expect(group).toContainEqual(smallest);
    expect(group).toContainEqual(largest);
  }
}

/** What charts are made of. */
export function describeOutlines(start: StartStore): void {
  describe('outlines', () => {
    const store = useStore(start);

    it('are empty of a device that sent nothing, not even in a new table', async () => {
      const asked = { organizationId, deviceId: newDevice(), metrics: ['a'], from: EARLIEST, to: now };
      expect(await store().outline({ ...asked, bin: MILLISECOND })).toEqual([]);
    });

    it('are empty where there are texts only', async () => {
      const deviceId = newDevice();
      await write(store(), [reading(deviceId, { value: null, text: 'open' })]);
      const asked = { organizationId, deviceId, metrics: ['temperature'], from: now, to: now + 1n };
      expect(await store().outline({ ...asked, bin: MILLISECOND })).toEqual([]);
    });

    it('have the first, the last, a smallest and a largest number of each bin', async () => {
      await fc.assert(
        fc.asyncProperty(drawn, fc.array(questions, { minLength: 1, maxLength: 4 }), async (drawn, questions) => {
          const deviceId = newDevice();
          const written = drawn.map(({ metric, offset, value }) =>
            reading(deviceId, { metric, time: begin + offset, value, text: value === null ? 'none' : null }),
          );
          await write(store(), written);
          for (const question of questions) await compare(store(), written, question);
        }),
        { numRuns: 15 },
      );
    }, 60_000);
  });
}
