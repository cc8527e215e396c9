import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBy } from '../../../collections.ts';
import type { StartStore } from '../stores.ts';
import { newDevice, now, organizationId, reading, useStore, write } from './cases.ts';

const readings = fc.uniqueArray(
  fc.record({
    metric: fc.constantFrom('a', 'b', 'B', 'a.b'),
    distance: fc.oneof(
      fc.bigInt({ min: 0n, max: 5n }),
      fc.bigInt({ min: 0n, max: 20_000_000n }),
      fc.bigInt({ min: 0n, max: 100_000_000_000_000n }),
    ),
    value: fc.option(fc.integer({ min: -3, max: 3 })),
  }),
  { selector: ({ metric, distance }) => `${metric} ${distance}`, maxLength: 20 },
);

/** How far the readings of metrics reach. */
export function describePeriods(start: StartStore): void {
  describe('periods', () => {
    const store = useStore(start);

    it('are none of a device that sent nothing, not even in a new table', async () => {
      expect(await store().periods({ organizationId, deviceId: newDevice() })).toEqual([]);
    });

    it('are from the first to the last reading of each metric, texts too', async () => {
      await fc.assert(
        fc.asyncProperty(readings, async (drawn) => {
          const [deviceId, other] = [newDevice(), newDevice()];
          const written = drawn.map(({ metric, distance, value }) =>
            reading(deviceId, { metric, time: now - distance, value, text: value === null ? 'none' : null }),
          );
          await write(store(), [...written, reading(other, { metric: 'c' })]);
          const expected = [...groupBy(written, ({ metric }) => metric)].map(([metric, group]) => {
            const times = group.map(({ time }) => time).sort((a, b) => (a < b ? -1 : 1));
            return { metric, first: times[0], last: times.at(-1) };
          });
          expected.sort((a, b) => (a.metric < b.metric ? -1 : 1));
          expect(await store().periods({ organizationId, deviceId })).toEqual(expected);
        }),
        { numRuns: 15 },
      );
    }, 60_000);
  });
}
