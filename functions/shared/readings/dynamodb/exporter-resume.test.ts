import { S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClientOptions } from '../../testing/fake-aws.ts';
import { parseTime } from '../../time.ts';
import type { ExtractionJob, ReceivedReading } from '../store.ts';
import { extract, rowsOf } from '../testing/extraction.ts';
import { dynamodbExporter } from './exporter.ts';
import { hourOf, partitionOf } from './keys.ts';
import { memoryTable } from './testing/memory-table.ts';
import { mergeByHand, writeByHand } from './testing/merge-by-hand.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const DEVICES = ['01JZ8Q6V5X3M9T2B7C4D1E0001', '01JZ8Q6V5X3M9T2B7C4D1E0002', '01JZ8Q6V5X3M9T2B7C4D1E0003'];
const METRICS = ['a', 'a.b', 'ab', 'B'];
const NOW = Date.UTC(2026, 5, 30, 12, 20);
const MINUTE = 60_000_000_000n;
const BEGIN = BigInt(Date.UTC(2026, 5, 29)) * 1_000_000n;

const entry = fc.tuple(
  fc.nat(DEVICES.length - 1),
  fc.constantFrom(...METRICS),
  fc.nat(36 * 12),
  fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(null)),
);
const entries = fc.uniqueArray(entry, {
  selector: ([device, metric, step]) => `${device} ${metric} ${step}`,
  maxLength: 80,
});
const aggregations = fc.option(fc.constantFrom(7n, 20n, 60n, 90n, 300n, 1440n).map((minutes) => minutes * MINUTE));
const jobs = fc.record({
  layout: fc.constantFrom('LONG' as const, 'WIDE' as const),
  window: aggregations,
  from: fc.integer({ min: 0, max: 100 }).map((steps) => BEGIN + BigInt(steps) * 3n * MINUTE),
  metrics: fc.option(fc.shuffledSubarray(METRICS, { minLength: 1 })),
});

type Job = typeof jobs extends fc.Arbitrary<infer T> ? T : never;

function readingsOf(list: typeof entries extends fc.Arbitrary<infer T> ? T : never): ReceivedReading[] {
  return list.map(([device, metric, step, value]) => ({
    organizationId,
    deviceId: DEVICES[device] ?? '',
    metric,
    time: BEGIN + BigInt(step) * 5n * MINUTE,
    value,
    text: value === null ? 'open' : null,
    receivedAt: NOW,
  }));
}

function jobOf({ layout, window, from, metrics }: Job): ExtractionJob {
  return {
    organizationId,
    exportId: '01JZ8Q6V5X3M9T2B7C4D1E0F8X',
    owner: 'worker',
    format: 'CSV',
    deviceIds: null,
    devices: () => Promise.resolve(DEVICES.toReversed()),
    from,
    to: BEGIN + 40n * 60n * MINUTE,
    layout,
    metrics: layout === 'WIDE' ? (metrics ?? METRICS) : metrics,
    aggregation: window === null ? null : { window, statistics: ['COUNT', 'SUM', 'P50'] },
  };
}

/** A table in memory, with an exporter of batches of a few rows. */
function store(batchRows: number) {
  const table = memoryTable(() => NOW);
  const options = { table, clock: () => NOW, retentionDays: 365, signal: new AbortController().signal };
  const s3 = new S3Client(fakeClientOptions('http://127.0.0.1:1'));
  const exporter = dynamodbExporter({ ...options, s3, buckets: { exports: 'e', unload: 'u' }, batchRows });
  return {
    exporter,
    write: (readings: readonly ReceivedReading[]) => writeByHand(readings, options),
    merge: async (readings: readonly ReceivedReading[]) => {
      for (const key of new Set(readings.map((reading) => `${partitionOf(reading)} ${hourOf(reading.time)}`))) {
        const [pk = '', hour = ''] = key.split(' ');
        await mergeByHand(pk, Number(hour), 2, options);
      }
    },
  };
}

/** What a row is about: it may come once. */
function identityOf(row: readonly unknown[], { layout }: ExtractionJob): string {
  return row.slice(0, layout === 'LONG' ? 3 : 2).join(' ');
}

describe('reading an export from any position on', () => {
  it('gives the rest, whatever the size of batches', async () => {
    await fc.assert(
      fc.asyncProperty(entries, jobs, fc.integer({ min: 1, max: 5 }), async (list, asked, batchRows) => {
        const { exporter, write, merge } = store(batchRows);
        const readings = readingsOf(list);
        await write(readings.slice(0, 40));
        await merge(readings.slice(0, 30));
        await write(readings.slice(40));
        const job = jobOf(asked);
        const state = await extract(exporter, job);
        const whole = await rowsOf(exporter, job, state);
        expect(new Set(whole.rows.map((row) => identityOf(row, job))).size).toBe(whole.rows.length);
        let before = 0;
        for (const { position, rows, progress } of whole.batches) {
          expect(Buffer.byteLength(position)).toBeLessThanOrEqual(256);
          expect(progress).toBeGreaterThanOrEqual(before);
          expect(progress).toBeLessThanOrEqual(1);
          before = progress;
          expect((await rowsOf(exporter, job, state, position)).rows).toEqual(whole.rows.slice(rows));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('gives each row once, though readings come and are merged meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(entries, jobs, fc.nat(), async (list, asked, where) => {
        const { exporter, write, merge } = store(3);
        const readings = readingsOf(list);
        const early = readings.filter((_, index) => index % 3 !== 0);
        await write(early);
        const job = jobOf(asked);
        const state = await extract(exporter, job);
        const { rows, batches } = await rowsOf(exporter, job, state);
        const cut = batches[where % Math.max(1, batches.length)];
        if (!cut) return;
        await write(readings);
        await merge(readings.slice(0, 50));
        const rest = await rowsOf(exporter, job, state, cut.position);
        const seen = [...rows.slice(0, cut.rows), ...rest.rows].map((row) => identityOf(row, job));
        expect(new Set(seen).size).toBe(seen.length);
        expect(new Set(seen)).toEqual(new Set([...seen, ...rows.map((row) => identityOf(row, job))]));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the windows of an export', () => {
  it('count all readings and sum the numbers of each', async () => {
    await fc.assert(
      fc.asyncProperty(entries, jobs, async (list, asked) => {
        const { exporter, write, merge } = store(100);
        const readings = readingsOf(list);
        await write(readings.slice(0, 60));
        await merge(readings.slice(0, 50));
        await write(readings.slice(60));
        const window = asked.window ?? 60n * MINUTE;
        const job = jobOf({ ...asked, window, layout: 'LONG' });
        const { rows } = await rowsOf(exporter, job, await extract(exporter, job));
        const expected = new Map<string, { count: number; numbers: number[] }>();
        for (const { time, deviceId, metric, value } of readings) {
          if (time < job.from || !(job.metrics ?? METRICS).includes(metric)) continue;
          const key = `${time - (time % window)} ${deviceId} ${metric}`;
          const found = expected.get(key) ?? { count: 0, numbers: [] };
          expected.set(key, {
            count: found.count + 1,
            numbers: [...found.numbers, ...(value === null ? [] : [value])],
          });
        }
        const got = rows.map(([time, deviceId, metric, count, sum, median]) => {
          const key = `${parseTime(`${(time ?? '').replace(' ', 'T')}Z`) ?? 0n} ${deviceId ?? ''} ${metric ?? ''}`;
          const numbers = (expected.get(key)?.numbers ?? []).toSorted((one, other) => one - other);
          const exact = numbers[Math.ceil(numbers.length / 2) - 1] ?? null;
          const error = Math.abs(Number(median) - (exact ?? 0));
          expect(median === null).toBe(exact === null);
          expect(error).toBeLessThanOrEqual(window < 60n * MINUTE ? 0 : 0.01 * Math.abs(exact ?? 0));
          return [key, Number(count), sum === null ? null : Number(sum)];
        });
        const sums = [...expected].map(([key, { count, numbers }]) => [
          key,
          count,
          numbers.length === 0 ? null : numbers.reduce((total, value) => total + value, 0),
        ]);
        const byKey = (one: unknown[], other: unknown[]) => (String(one[0]) < String(other[0]) ? -1 : 1);
        expect(got.sort(byKey)).toEqual(sums.sort(byKey));
      }),
      { numRuns: 60 },
    );
  });
});
