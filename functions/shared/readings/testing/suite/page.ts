import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARLIEST, LATEST } from '../../../time.ts';
import type { PageQuery, Reading } from '../../store.ts';
import type { StartStore } from '../stores.ts';
import { newDevice, now, organizationId, reading, useStore, write } from './cases.ts';

/** Hours begin between these. */
const DISTANCES = [-7_200_000_000_001n, -1_865_123_000_001n, -1_865_123_000_000n, 0n, 1n, 2n] as const;
const last = DISTANCES.length - 1;

const metrics = fc.constantFrom('a', 'b', 'B', 'a.b', 'a-b', 'a_b', 'a:b', 'a/b', 'a1', 'aa');
const places = fc.uniqueArray(fc.tuple(fc.nat(last), metrics), {
  selector: ([time, metric]) => `${time}/${metric}`,
  maxLength: 25,
});
const questions = fc.record({
  metrics: fc.oneof(fc.constant(null), fc.uniqueArray(metrics, { minLength: 1 })),
  from: fc.nat(last),
  length: fc.integer({ min: 1, max: last }),
  order: fc.constantFrom('ASC' as const, 'DESC' as const),
  limit: fc.integer({ min: 1, max: 7 }),
});

const timeAt = (place: number) => now + (DISTANCES[place] ?? 3n);

function query(deviceId: string, change: Partial<PageQuery> = {}): PageQuery {
  const period = { from: EARLIEST, to: LATEST };
  return { organizationId, deviceId, metrics: null, ...period, order: 'ASC', after: null, limit: 1000, ...change };
}

/** Readings, page after page. */
export function describePages(start: StartStore): void {
  describe('pages', () => {
    const store = useStore(start);

    it('are empty of a device that sent nothing, not even in a new table', async () => {
      expect(await store().page(query(newDevice()))).toEqual([]);
    });

    it('may be of all of time', async () => {
      const deviceId = newDevice();
      await write(store(), [reading(deviceId), reading(deviceId, { time: EARLIEST })]);
      expect((await store().page(query(deviceId))).map(({ time }) => time)).toEqual([EARLIEST, now]);
      const backwards = await store().page(query(deviceId, { order: 'DESC' }));
      expect(backwards.map(({ time }) => time)).toEqual([now, EARLIEST]);
    });

    it('follow each other as in plain code, in both orders, over equal times, for any metrics and period', async () => {
      await fc.assert(
        fc.asyncProperty(places, fc.array(questions, { minLength: 1, maxLength: 3 }), async (places, questions) => {
          const deviceId = newDevice();
          await write(
            store(),
            places.map(([place, metric]) => reading(deviceId, { metric, time: timeAt(place) })),
          );
          for (const { metrics, from, length, order, limit } of questions) {
            const period = { from: timeAt(from), to: timeAt(from + length) };
            const seen: string[] = [];
            let after: Reading | null = null;
            do {
              const page: Reading[] = await store().page(query(deviceId, { ...period, metrics, order, after, limit }));
              expect(page.length).toBeLessThanOrEqual(limit);
              seen.push(...page.map(({ time, metric }) => `${time} ${metric}`));
              after = page.at(-1) ?? null;
            } while (after);
            const expected = places
              .filter(
                ([place, metric]) => place >= from && place < from + length && (metrics?.includes(metric) ?? true),
              )
              .sort(([t, m], [u, n]) => t - u || (m < n ? -1 : 1))
              .map(([place, metric]) => `${timeAt(place)} ${metric}`);
            expect(seen).toEqual(order === 'ASC' ? expected : expected.reverse());
          }
        }),
        { numRuns: 15 },
      );
    }, 60_000);

    it('begin after a position that no reading has', async () => {
      const deviceId = newDevice();
      await write(
        store(),
        ['a', 'c'].map((metric) => reading(deviceId, { metric })),
      );
      const metricsAfter = async (metric: string, order: 'ASC' | 'DESC') =>
        (await store().page(query(deviceId, { order, after: { time: now, metric } }))).map(({ metric }) => metric);
      expect(await metricsAfter('b', 'ASC')).toEqual(['c']);
      expect(await metricsAfter('b', 'DESC')).toEqual(['a']);
    });

    it('are of the period, also after a position that is not', async () => {
      const deviceId = newDevice();
      await write(
        store(),
        [-2n, -1n, 0n, 1n].map((distance) => reading(deviceId, { time: now + distance })),
      );
      const distancesAfter = async (time: bigint, order: 'ASC' | 'DESC') => {
        const after = { time: now + time, metric: 'temperature' };
        const page = await store().page(query(deviceId, { from: now - 1n, to: now + 1n, order, after }));
        return page.map(({ time }) => time - now);
      };
      expect(await distancesAfter(-5n, 'ASC')).toEqual([-1n, 0n]);
      expect(await distancesAfter(5n, 'ASC')).toEqual([]);
      expect(await distancesAfter(5n, 'DESC')).toEqual([0n, -1n]);
      expect(await distancesAfter(-5n, 'DESC')).toEqual([]);
    });
  });
}
