import { setMaxListeners } from 'node:events';
import { ulid } from 'ulid';
import { expect } from 'vitest';
import type { Outside } from '../../../testing/outside.ts';
import { fromMilliseconds } from '../../../time.ts';
import type { ReceivedReading } from '../../store.ts';
import type { Hour } from '../keys.ts';
import { hourBegin, partitionOf } from '../keys.ts';
import { mergeHour } from '../merge-hour.ts';
import { MetricNames } from '../metric-names.ts';
import { dueAt, slotOf } from '../slots.ts';
import type { ReadingsTable } from '../table.ts';
import { readingsTable } from '../table.ts';
import { dynamodbWriter } from '../write.ts';
import { expectedMetrics } from './expected-device.ts';
import type { MergedMetric } from './merged-device.ts';
import { mergedDevice } from './merged-device.ts';
import type { TestTable } from './start-table.ts';
import { startTable } from './start-table.ts';

export interface Device {
  organizationId: string;
  deviceId: string;
}

const HOUR_MS = 3_600_000;
export const retentionDays = 365;

export type MergeWorld = Awaited<ReturnType<typeof startMergeWorld>>;

/** A table with a clock of its own, for writing and merging readings of three hours that are over. */
export async function startMergeWorld() {
  const begin = Date.now();
  const hour: Hour = Math.floor(begin / HOUR_MS) - 30;
  let now = begin;
  const clock = () => now;
  const test: TestTable = await startTable({ clock });
  const signal = AbortSignal.timeout(600_000);
  // Each request under way listens to it.
  setMaxListeners(0, signal);
  const { table, client, name } = test;
  const hours = [hour, hour + 1, hour + 2];

  return {
    table,
    client,
    hour,
    hours,
    begin,
    clock,
    signal,
    close: () => test.close(),
    newDevice: (): Device => ({ organizationId: ulid(), deviceId: ulid() }),

    /** Lets so much time pass that all that was written is due. @returns the time at which it is */
    pass(): number {
      now = dueAt(hour, slotOf(now));
      return now;
    },
    /** Lets some ms pass. */
    wait(milliseconds: number): void {
      now += milliseconds;
    },

    /** A reading some milliseconds after the first hour's begin. */
    reading(device: Device, ms: number, value: number | null, more: Partial<ReceivedReading> = {}): ReceivedReading {
      const time = hourBegin(hour) + fromMilliseconds(ms);
      return { ...device, metric: 'level', time, value, text: null, receivedAt: begin, ...more };
    },

    /** The table by requests that a test watches. */
    watched: (outside: Outside): ReadingsTable => readingsTable({ client: outside.watch(client), name, clock }),
    /** The table by another client. */
    by: (other: typeof client): ReadingsTable => readingsTable({ client: other, name, clock }),

    async write(readings: readonly ReceivedReading[], by = table): Promise<void> {
      const writer = dynamodbWriter({ table: by, clock, retentionDays, timeLimit: 60_000 });
      expect(await writer.write(readings)).toEqual({ rejected: [], retryable: [] });
    },

    /** Merges the hours of a device as far as they are due, into blocks that a few readings fill. */
    async merge(device: Device, { by = table, blockBytes = 300 } = {}): Promise<void> {
      const target = { table: by, retentionDays, clock, names: new MetricNames(by), blockBytes };
      for (const hour of hours) await mergeHour(target, partitionOf(device), hour, signal);
    },

    /** Expects that all is merged, and as if it had been written at once. */
    async expectMerged(device: Device, readings: readonly ReceivedReading[]): Promise<MergedMetric[]> {
      const { metrics, names, marks } = await mergedDevice(table, partitionOf(device));
      const found = metrics.map(({ metric, hour, readings, summary }) => ({ metric, hour, readings, summary }));
      expect(found).toEqual(expectedMetrics(readings));
      expect(names).toEqual([...new Set(readings.map(({ metric }) => metric))].sort());
      expect(marks).toBe(0);
      return metrics;
    },
  };
}
