import { expect, it } from 'vitest';
import { hourBegin, partitionOf, runsOf } from './keys.ts';
import { mergeHour } from './merge-hour.ts';
import { MetricNames } from './metric-names.ts';
import type { ReadingsTable } from './table.ts';
import { expectedMetrics } from './testing/expected-device.ts';
import { memoryTable } from './testing/memory-table.ts';
import { mergedDevice } from './testing/merged-device.ts';
import { dynamodbWriter } from './write.ts';

const hour = 500_000;
const retentionDays = 365;
const device = (number: number) => ({
  organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G',
  deviceId: `01JZ8Q6V5X3M9T2B7C4D1E000${number}`,
});

it('merges hours with many readings one after the other, though one of them fails, and small ones beside them', async () => {
  let now = (hour + 1) * 3_600_000;
  const clock = () => now;
  const memory = memoryTable(clock);
  const signal = new AbortController().signal;
  const readings = [5, 400, 400, 400].map((count, number) =>
    Array.from({ length: count }, (_, index) => ({
      ...device(number),
      metric: `m${index % 3}`,
      time: hourBegin(hour) + BigInt(index) * 1_000_000n,
      value: Math.sin(index),
      text: null,
      receivedAt: now,
    })),
  );
  const writer = dynamodbWriter({ table: memory, clock, retentionDays, timeLimit: 10_000 });
  for (const each of readings.flatMap((all) => [all.slice(0, 150), all.slice(150)]))
    expect(await writer.write(each)).toEqual({ rejected: [], retryable: [] });
  now += 3 * 3_600_000;

  /** Those that have been read as a whole, and whose last metric is not merged yet. */
  const underWay = new Set<string>();
  const failing = partitionOf(device(2));
  const table: ReadingsTable = {
    ...memory,
    async *query(range, querySignal) {
      yield* memory.query(range, querySignal);
      if (range.first !== runsOf(hour).first) return;
      underWay.add(range.pk);
      expect([...underWay].filter((pk) => pk !== partitionOf(device(0))).length).toBeLessThan(2);
    },
    putVersion: (item, version, putSignal) => {
      if (item.pk?.S !== failing) return memory.putVersion(item, version, putSignal);
      underWay.delete(failing);
      return Promise.reject(new Error('It was throttled'));
    },
    async putSummary(key, summary, putSignal) {
      const isPut = await memory.putSummary(key, summary, putSignal);
      if (key.sk.startsWith('S#m2')) underWay.delete(key.pk);
      return isPut;
    },
  };
  const target = { table, clock, retentionDays, names: new MetricNames(table), largeReadings: 50 };
  const merged = await Promise.allSettled(
    readings.map((_, number) => mergeHour(target, partitionOf(device(number)), hour, signal)),
  );
  expect(merged.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  for (const number of [0, 1, 3]) {
    const { metrics, marks } = await mergedDevice(memory, partitionOf(device(number)));
    expect(marks).toBe(0);
    expect(metrics.map(({ blocks: _, ...rest }) => rest)).toEqual(expectedMetrics(readings[number] ?? []));
  }
});
