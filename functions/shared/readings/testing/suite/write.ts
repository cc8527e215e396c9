import { describe, expect, it } from 'vitest';
import { fromMilliseconds } from '../../../time.ts';
import type { PageQuery, Reading } from '../../store.ts';
import type { StartStore, TestStore } from '../stores.ts';
import { NOW } from '../stores.ts';
import { newDevice, now, organizationId, otherOrganizationId, reading, STORED, useStore, write } from './cases.ts';

const DAY = 86_400_000_000_000n;

/** All that a device sent around now. */
function all(store: TestStore, deviceId: string, change: Partial<PageQuery> = {}): Promise<Reading[]> {
  const period = { from: now - DAY, to: now + DAY };
  const query = { organizationId, deviceId, metrics: null, ...period, order: 'ASC', after: null, limit: 1000 } as const;
  return store.page({ ...query, ...change });
}

/** What becomes of what is written. */
export function describeWriting(start: StartStore): void {
  describe('what is written', () => {
    const store = useStore(start);

    it('is there to the nanosecond and the last bit', async () => {
      const deviceId = newDevice();
      const readings = [
        reading(deviceId, { metric: 'a', value: 0.1 + 0.2 }),
        reading(deviceId, { metric: 'b', value: null, text: 'l\'été; -- "é" 雪 🌨 \\ \n' }),
        reading(deviceId, { metric: 'c', time: now + 1n, value: -0.000001 }),
        reading(deviceId, { metric: 'd', time: now + 2n, value: 9.9e125 }),
        reading(deviceId, { metric: 'e', time: now + 3n, value: 1e-130 }),
        reading(deviceId, { metric: 'f', time: now + 4n, value: 7, text: 'seven' }),
        reading(deviceId, { metric: 'g', time: now + 5n, value: Number.MIN_SAFE_INTEGER }),
      ];
      await write(store(), readings);
      expect(await all(store(), deviceId)).toEqual(
        readings.map(({ organizationId, deviceId, metric, time, value, text }) => ({
          organizationId,
          deviceId,
          metric,
          time,
          value,
          text,
        })),
      );
    });

    it('is one of readings that are written twice: the one received last', async () => {
      const deviceId = newDevice();
      await write(store(), [reading(deviceId, { value: 1 })]);
      await write(store(), [reading(deviceId, { value: 1 })]);
      await write(store(), [reading(deviceId, { value: null, text: 'two', receivedAt: NOW + 1 })]);
      await write(store(), [reading(deviceId, { value: 3, receivedAt: NOW - 1 })]);
      expect((await all(store(), deviceId)).map(({ value, text }) => [value, text])).toEqual([[null, 'two']]);
    });

    it('is the same whichever of two came first', async () => {
      const [one, other] = [newDevice(), newDevice()];
      await write(store(), [reading(one, { value: 1 }), reading(other, { value: 2, receivedAt: NOW + 1 })]);
      await write(store(), [reading(one, { value: 2, receivedAt: NOW + 1 }), reading(other, { value: 1 })]);
      for (const deviceId of [one, other])
        expect((await all(store(), deviceId)).map(({ value }) => value)).toEqual([2]);
    });

    it('is of its organization and device alone', async () => {
      const deviceId = newDevice();
      await write(store(), [reading(deviceId), reading(newDevice())]);
      await write(store(), [reading(deviceId, { organizationId: otherOrganizationId, metric: 'wind' })]);
      expect((await all(store(), deviceId)).map(({ metric }) => metric)).toEqual(['temperature']);
      const other = await all(store(), deviceId, { organizationId: otherOrganizationId });
      expect(other.map(({ organizationId, metric }) => [organizationId, metric])).toEqual([
        [otherOrganizationId, 'wind'],
      ]);
    });

    it('may be much, of many hours and devices', async () => {
      const deviceId = newDevice();
      const second = newDevice();
      const readings = Array.from({ length: 950 }, (_, index) =>
        reading(index % 5 === 0 ? second : deviceId, { time: now - 60n * 1_000_000_000n * BigInt(index) }),
      );
      await write(store(), readings);
      expect(await all(store(), deviceId)).toHaveLength(760);
      expect(await all(store(), second)).toHaveLength(190);
    });

    it('may be nothing', async () => {
      expect(await store().write([])).toEqual(STORED);
    });
  });

  describe('what is too old to be kept', () => {
    const store = useStore(start, { retentionDays: 30 });

    it('is refused with a reason, and the others are stored', async () => {
      const deviceId = newDevice();
      const ancient = reading(deviceId, { time: 1n });
      const old = reading(deviceId, { time: now - 31n * DAY });
      const kept = reading(deviceId, { time: now - 29n * DAY });
      const readings = [reading(deviceId), ancient, reading(deviceId, { metric: 'wind' }), old, kept];
      const { rejected, retryable } = await store().write(readings);
      expect([rejected.map(({ index }) => index).sort(), retryable]).toEqual([[1, 3], []]);
      for (const { reason } of rejected) expect(reason).not.toBe('');
      const found = await all(store(), deviceId, { from: 0n, to: fromMilliseconds(NOW + 1) });
      expect(found.map(({ time, metric }) => [time, metric])).toEqual([
        [kept.time, 'temperature'],
        [now, 'temperature'],
        [now, 'wind'],
      ]);
    });
  });
}
