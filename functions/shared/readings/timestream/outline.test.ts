import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupBy } from '../../collections.ts';
import { EARLIEST, fromMilliseconds } from '../../time.ts';
import type { ReadingStore, ReceivedReading } from '../store.ts';
import { startLocalReader } from './testing/local-reader.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const MILLISECOND = 1_000_000n;
const start = fromMilliseconds(Date.now()) - 86_400_000n * MILLISECOND;

let store: ReadingStore;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await startLocalReader());
});
afterAll(async () => {
  await close();
});

let devices = 0;
/** Every case has a device of its own. */
const newDevice = () => `01JZ8Q6V5X3M9T2B7C4D1E${(++devices).toString().padStart(4, '0')}`;

const readings = fc.uniqueArray(
  fc.record({
    metric: fc.constantFrom('a', 'b', 'B', 'other'),
    offset: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 20_000_000 })),
    value: fc.option(fc.integer({ min: -3, max: 3 })),
  }),
  { selector: ({ metric, offset }) => `${metric} ${offset}`, maxLength: 40 },
);

function received(
  deviceId: string,
  { metric, offset, value }: { metric: string; offset: number; value: number | null },
) {
  const time = start + BigInt(offset);
  return { organizationId, deviceId, metric, time, value, text: value === null ? 'none' : null, receivedAt: 1000 };
}

async function write(readings: readonly ReceivedReading[]): Promise<void> {
  expect(await store.write(readings)).toEqual({ rejected: [], retryable: [] });
}

describe('an empty table', () => {
  it('has nothing, not even the columns', async () => {
    const query = { organizationId, deviceId: newDevice() };
    expect(await store.periods(query)).toEqual([]);
    const asked = { ...query, metrics: ['a'], from: EARLIEST, to: start };
    expect(await store.outline({ ...asked, bin: MILLISECOND })).toEqual([]);
  });

  it('has no numbers once it has texts only', async () => {
    const deviceId = newDevice();
    await write([received(deviceId, { metric: 'a', offset: 0, value: null })]);
    const asked = { organizationId, metrics: ['a'], from: start, to: start + 1n };
    expect(await store.outline({ ...asked, deviceId, bin: MILLISECOND })).toEqual([]);
    const windows = { kind: 'FIXED', length: 1000n * MILLISECOND } as const;
    expect(await store.aggregate({ ...asked, deviceIds: [deviceId], windows, statistics: ['COUNT'] })).toEqual([]);
    expect(await store.periods({ organizationId, deviceId })).toEqual([{ metric: 'a', first: start, last: start }]);
  });
});

describe('periods', () => {
  it('are from the first to the last reading of each metric, texts too', async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (drawn) => {
        const deviceId = newDevice();
        await write(drawn.map((each) => received(deviceId, each)));
        await write(drawn.slice(0, 1).map((each) => received(newDevice(), each)));
        const expected = [...groupBy(drawn, ({ metric }) => metric)].map(([metric, group]) => {
          const offsets = group.map(({ offset }) => offset);
          const at = (offset: number) => start + BigInt(offset);
          return { metric, first: at(Math.min(...offsets)), last: at(Math.max(...offsets)) };
        });
        expected.sort((a, b) => (a.metric < b.metric ? -1 : 1));
        expect(await store.periods({ organizationId, deviceId })).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('an outline', () => {
  it('has the first, the last, a smallest and a largest number of each bin', async () => {
    const asked = fc.record({
      from: fc.integer({ min: 0, max: 5 }),
      length: fc.constantFrom(3, 1_000_000, 30_000_000),
      bin: fc.constantFrom(1n, 3n, 7n, 1000n).map((length) => length * MILLISECOND),
    });
    await fc.assert(
      fc.asyncProperty(readings, asked, async (drawn, { from, length, bin }) => {
        const deviceId = newDevice();
        await write(drawn.map((each) => received(deviceId, each)));
        const period = { from: start + BigInt(from), to: start + BigInt(from + length) };
        const bins = await store.outline({ organizationId, deviceId, metrics: ['b', 'a', 'B'], ...period, bin });
        const points = drawn
          .filter(({ metric, offset }) => metric !== 'other' && offset >= from && offset < from + length)
          .flatMap(({ metric, offset, value }) => (value === null ? [] : [{ metric, offset, value }]))
          .map(({ metric, offset, value }) => ({ metric, time: start + BigInt(offset), value }));
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
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
