import { type ConsumedCapacity, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactDue } from '../functions/shared/readings/dynamodb/compact.ts';
import { type Item, type ReadingsTable, readingsTable } from '../functions/shared/readings/dynamodb/table.ts';
import { startTable } from '../functions/shared/readings/dynamodb/testing/start-table.ts';
import { dynamodbWriter } from '../functions/shared/readings/dynamodb/write.ts';
import { silentLog } from '../local/shared/log.ts';
import { fromMilliseconds } from '../functions/shared/time.ts';
import { MEASURED, mergingUnits, type Rhythm, storedBytes, writingUnits } from './dynamodb-units.ts';

const HOUR = 3_600_000;
const METRICS = { temperature: 21.5, humidity: 55, pressure: 1013.2, battery: 3.71 };
const MINUTELY: Rhythm = { runsPerHour: 60, readingsPerRun: 1, metrics: 4, writers: 1 };

/** What some hours of a device take that sends a message a minute, by the store's own code. */
async function measure(hours: number) {
  const begin = Date.parse('2026-03-02T00:00:00Z');
  let now = begin;
  const clock = () => now;
  const started = await startTable({ clock });
  const { client, name } = started;
  const units = { read: 0, write: 0 };
  const counting = (kind: keyof typeof units) =>
    readingsTable({
      client,
      name,
      clock,
      onCapacity: ({ CapacityUnits = 0 }: ConsumedCapacity) => (units[kind] += CapacityUnits),
    });
  const reading = counting('read');
  const table: ReadingsTable = {
    ...counting('write'),
    query: (range, signal) => reading.query(range, signal),
    present: (keys, signal) => reading.present(keys, signal),
    dueMarks: (shard, before, signal) => reading.dueMarks(shard, before, signal),
  };
  const random = pseudoRandom();
  const writer = dynamodbWriter({ table, clock, retentionDays: 365, timeLimit: 20_000 });
  for (let minute = 0; minute < hours * 60; minute++) {
    // Neither sensors nor networks are exact.
    now = begin + minute * 60_000 + 300 + Math.floor(random() * 200);
    const readings = Object.entries(METRICS).map(([metric, value]) => ({
      organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8J',
      deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8K',
      metric,
      time: fromMilliseconds(now - 250),
      value: Math.round((value + random() / 5) * 100) / 100,
      text: null,
      receivedAt: now,
    }));
    expect(await writer.write(readings)).toEqual({ rejected: [], retryable: [] });
  }
  const written = { ...units };
  now = begin + (hours + 1) * HOUR;
  Object.assign(units, { read: 0, write: 0 });
  const signal = new AbortController().signal;
  await compactDue({ table, clock, retentionDays: 365, log: silentLog }, { beginsBefore: Infinity, signal });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
  await started.close();
  const perHour = ({ read, write }: typeof units) => ({ read: read / hours, write: write / hours });
  return { writing: perHour(written), merging: perHour(units), items: Items };
}

/** The same numbers from 0 to 1 at each run. Source: Numerical Recipes, "Quick and Dirty Generators". */
function pseudoRandom(): () => number {
  let state = 1;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

/** Of the items of a kind, in bytes. Source: DynamoDB Developer Guide, "Item sizes and formats". */
function meanSize(items: readonly Item[], kind: string): number {
  const sizes = items
    .filter(({ sk }) => sk?.S?.startsWith(kind))
    .map((item) =>
      Object.entries(item).reduce((sum, [name, { S, N, B }]) => {
        return (
          sum + name.length + (S?.length ?? 0) + (B?.length ?? 0) + (N === undefined ? 0 : Math.ceil(N.length / 2) + 1)
        );
      }, 0),
    );
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}

describe('the units that readings take in DynamoDB', () => {
  it('are what the store takes', async () => {
    const { writing, merging, items } = await measure(3);
    expect(writing).toEqual(writingUnits(MINUTELY));
    expect(merging.read).toBeCloseTo(mergingUnits(MINUTELY).read, -1);
    // The item of a day is still small, and that there is such a metric is said but once.
    const { deleteUnits } = MEASURED.mark;
    expect(merging.write).toBeCloseTo(deleteUnits + 4 * (1 + 1) + 4 / 3, 6);
    expect(mergingUnits(MINUTELY).write).toBeGreaterThan(merging.write);

    const { run, block } = MEASURED;
    const near = (size: number, measured: number) => {
      expect(size / measured).toBeGreaterThan(0.85);
      expect(size / measured).toBeLessThan(1.15);
    };
    near(run.bytes + 4 * (run.bytesPerMetric + run.bytesPerReading), meanSize(items, 'R'));
    near(block.bytes + 60 * block.bytesPerReading, meanSize(items, 'B'));
  });

  it('never are fewer for more, and fewer a reading for more at once', () => {
    const rhythm = fc.record({
      runsPerHour: fc.integer({ min: 1, max: 3600 }),
      readingsPerRun: fc.integer({ min: 1, max: 60 }),
      metrics: fc.integer({ min: 1, max: 50 }),
      writers: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(rhythm, rhythm, (one, other) => {
        const most: Rhythm = {
          runsPerHour: Math.max(one.runsPerHour, other.runsPerHour),
          readingsPerRun: Math.max(one.readingsPerRun, other.readingsPerRun),
          metrics: Math.max(one.metrics, other.metrics),
          writers: Math.max(one.writers, other.writers),
        };
        for (const units of [writingUnits, mergingUnits]) {
          expect(units(most).write).toBeGreaterThanOrEqual(units(one).write);
          expect(units(most).read).toBeGreaterThanOrEqual(units(one).read);
        }
        expect(storedBytes(most, 365)).toBeGreaterThanOrEqual(storedBytes(one, 365));
        expect(storedBytes(one, 365)).toBeGreaterThanOrEqual(storedBytes(one, 30));
      }),
    );
    // Five messages at once take the unit that one does.
    expect(writingUnits({ ...MINUTELY, runsPerHour: 12, readingsPerRun: 5 }).write).toBe(12 + 2);
  });
});
