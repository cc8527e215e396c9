import { once } from 'node:events';
import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Nanoseconds } from '../../time.ts';
import { EARLIEST, fromMilliseconds, LATEST } from '../../time.ts';
import type { PageQuery, ReceivedReading, Windows } from '../store.ts';
import { STATISTICS } from '../store.ts';
import { offsetsOf } from '../testing/calendar.ts';
import { memoryReader } from '../testing/memory-store.ts';
import { expectSameBins, expectSameWindows } from '../testing/same.ts';
import { HOUR, hourBegin, hourOf, partitionOf } from './keys.ts';
import { seriesOf } from './merge.ts';
import type { Source } from './stretches.ts';
import type { Item } from './table.ts';
import type { HandTable } from './testing/merge-by-hand.ts';
import { mergeByHand, putHour, writeByHand } from './testing/merge-by-hand.ts';
import { memoryTable } from './testing/memory-table.ts';
import {
  DAY,
  newDevice,
  NOW,
  organizationId,
  reading,
  readerOf,
  RETENTION_DAYS,
  SECOND,
  source,
  start,
} from './testing/read-world.ts';
import type { TestTable } from './testing/start-table.ts';
import { startTable } from './testing/start-table.ts';

let tested: TestTable;
beforeAll(async () => {
  tested = await startTable({ clock: () => NOW });
});
afterAll(async () => {
  await tested.close();
});

const METRICS = ['a', 'a-b', 'b', 'B'] as const;
/** Around the begin of an hour, of a day, and where clocks change; and hours and days away. */
const places = fc.constantFrom(start, start + HOUR, start + DAY, fromMilliseconds(Date.UTC(2095, 9, 30, 1)));
const times = fc
  .tuple(
    places,
    fc.oneof(
      fc.constantFrom(0n, 0n, 1n, -1n, HOUR - 1n),
      fc.bigInt({ min: -2n * HOUR, max: 2n * HOUR }),
      fc.bigInt({ min: -40n * DAY, max: 40n * DAY }),
    ),
  )
  .map(([place, distance]) => place + distance);
const measured = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }).map((value) => ({ value, text: null })) },
  { weight: 1, arbitrary: fc.constant({ value: null, text: 'open' }) },
  { weight: 1, arbitrary: fc.constant({ value: 7, text: 'seven' }) },
  // One that was deleted.
  { weight: 2, arbitrary: fc.constant({ value: null, text: null }) },
);
const written = fc.record({
  place: fc.nat(),
  metric: fc.constantFrom(...METRICS),
  measured,
  receivedAt: fc.integer({ min: NOW - 100_000_000, max: NOW }),
});
/** What comes, and what is merged after that: each hour or none, in one block or several. */
const steps = fc.array(
  fc.record({
    readings: fc.array(written, { minLength: 1, maxLength: 12 }),
    merged: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 4 },
);
const histories = fc.record({ times: fc.array(times, { minLength: 1, maxLength: 12 }), steps });
const periods = fc
  .tuple(times, times)
  .map((ends) => ends.toSorted((one, other) => (one < other ? -1 : 1)))
  .map(([from = start, to = start]) => ({ from, to: to + 1n }));
const windows = fc.oneof(
  fc.constantFrom(SECOND, 60n * SECOND, 7n * 60n * SECOND, HOUR, 5400n * SECOND, 5n * HOUR, DAY, 30n * DAY),
  fc.record({
    unit: fc.constantFrom({ days: 1 }, { days: 2 }, 'WEEK' as const, 'MONTH' as const, 'YEAR' as const),
    zone: fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns'),
  }),
);
const bins = fc.constantFrom(1_000_000n, 300n * SECOND, 1234n * SECOND, HOUR, 3n * HOUR, 5400n * SECOND, DAY);
const metrics = fc.uniqueArray(fc.constantFrom(...METRICS, 'none'), { minLength: 1 });

/** Writes and merges, and gives what counts of it in the end. */
async function live(table: HandTable, deviceId: string, history: Of<typeof histories>): Promise<ReceivedReading[]> {
  const pk = partitionOf({ organizationId, deviceId });
  const stored = new Map<string, ReceivedReading>();
  let receivedAt = 0;
  for (const { readings, merged } of history.steps) {
    const brought = new Map<string, ReceivedReading>();
    for (const { place, metric, measured, receivedAt: about } of readings) {
      const time = history.times[place % history.times.length] ?? start;
      // No two at the same millisecond, of which neither would be the later one.
      const sent = reading(deviceId, { metric, time, ...measured, receivedAt: about - (about % 1000) + ++receivedAt });
      const key = `${metric} ${time}`;
      brought.set(key, sent);
    }
    await writeByHand([...brought.values()], source(table));
    for (const [key, sent] of brought) if ((stored.get(key)?.receivedAt ?? 0) < sent.receivedAt) stored.set(key, sent);
    const hours = [...new Set([...stored.values()].map(({ time }) => hourOf(time)))];
    for (const [index, hour] of hours.entries()) {
      const blocks = merged[index % merged.length] ?? 0;
      if (blocks > 0) await mergeByHand(pk, hour, blocks, source(table));
    }
  }
  return [...stored.values()].filter(({ value, text }) => value !== null || text !== null);
}
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;

function windowsOf(drawn: Of<typeof windows>, { from, to }: { from: Nanoseconds; to: Nanoseconds }): Windows {
  if (typeof drawn === 'bigint') return { kind: 'FIXED', length: drawn };
  return { kind: 'CALENDAR', unit: drawn.unit, offsets: offsetsOf(drawn.zone, from, to) };
}

describe('dynamodbReader', () => {
  it.each([
    ['in memory, with small pages', () => memoryTable(() => NOW), 150],
    ['over HTTP', () => tested.table, 3],
  ])(
    'answers what plain code does, whatever is merged, late, written again or deleted: %s',
    async (_, tableOf, numRuns) => {
      const table = tableOf();
      const questions = fc.record({
        pages: fc.array(
          fc.record({
            period: periods,
            metrics: fc.option(metrics),
            order: fc.constantFrom('ASC' as const, 'DESC' as const),
            after: fc.option(fc.record({ time: times, metric: fc.constantFrom(...METRICS) })),
            limit: fc.constantFrom(1, 2, 5, 100),
          }),
          { minLength: 4, maxLength: 8 },
        ),
        windows: fc.array(fc.record({ period: periods, metrics, windows }), { minLength: 4, maxLength: 8 }),
        bins: fc.array(fc.record({ period: periods, metrics, bin: bins }), { minLength: 2, maxLength: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(histories, questions, async (history, { pages, windows, bins }) => {
          const deviceId = newDevice();
          const expected = memoryReader(await live(table, deviceId, history));
          const actual = readerOf(table);
          const device = { organizationId, deviceId };
          expect(await actual.periods(device)).toEqual(await expected.periods(device));
          for (const { period, ...page } of pages) {
            const query = { ...device, ...period, ...page };
            expect(await actual.page(query)).toEqual(await expected.page(query));
          }
          for (const { period, windows: drawn, metrics } of windows) {
            const asked = { organizationId, deviceIds: [newDevice(), deviceId], metrics, ...period };
            const query = { ...asked, windows: windowsOf(drawn, period), statistics: STATISTICS };
            expectSameWindows(query, await actual.aggregate(query), await expected.aggregate(query));
          }
          for (const { period, ...bin } of bins) {
            const query = { ...device, ...period, ...bin };
            expectSameBins(await actual.outline(query), await expected.outline(query));
          }
        }),
        { numRuns },
      );
    },
    120_000,
  );
});

describe('what is older than the retention', () => {
  it('is left out of every answer, to the nanosecond', async () => {
    const earliest = fromMilliseconds(NOW - RETENTION_DAYS * 86_400_000);
    const hour = hourOf(earliest);
    const deviceId = newDevice();
    const device = { organizationId, deviceId };
    const memory = memoryTable(() => NOW);
    const times = [earliest - 1n, earliest, hourBegin(hour + 1), hourBegin(hour + 1) + 1n];
    const readings = times.map((time) => reading(deviceId, { time, value: Number(time - earliest) }));
    for (const each of [hour, hour + 1]) {
      const series = seriesOf(
        each,
        readings.filter(({ time }) => hourOf(time) === each),
      );
      await putHour(partitionOf(device), 'a', { hour: each, series, blocks: 1 }, source(memory));
    }
    const reader = readerOf(memory);
    const kept = memoryReader(readings.slice(1));
    const period = { from: EARLIEST, to: LATEST };
    const page = { ...device, metrics: null, ...period, order: 'ASC', after: null, limit: 9 } as const;
    expect(await reader.page(page)).toEqual(await kept.page(page));
    expect(await reader.periods(device)).toEqual(await kept.periods(device));
    for (const length of [HOUR / 2n, HOUR, DAY, 700n * DAY]) {
      const windows = { kind: 'FIXED', length } as const;
      const query = {
        organizationId,
        deviceIds: [deviceId],
        metrics: ['a'],
        ...period,
        windows,
        statistics: STATISTICS,
      };
      expectSameWindows(query, await reader.aggregate(query), await kept.aggregate(query));
      const bins = { ...device, metrics: ['a'], ...period, bin: length };
      expectSameBins(await reader.outline(bins), await kept.outline(bins));
    }
    expect(await reader.page({ ...page, to: earliest })).toEqual([]);
    expect(await reader.outline({ ...page, metrics: ['a'], to: earliest, bin: HOUR })).toEqual([]);
  });
});

describe('a question that the table does not answer', () => {
  const query: PageQuery = {
    ...{ organizationId, deviceId: newDevice(), metrics: null, from: EARLIEST, to: LATEST },
    ...{ order: 'ASC', after: null, limit: 10 },
  };
  const failing = (error: Error): Source['table'] => ({
    async *query() {
      yield await Promise.reject<Item[]>(error);
    },
  });

  it('is a TimeoutError where the time is over', async () => {
    const table: Source['table'] = {
      async *query(_, signal) {
        await once(signal, 'abort');
        signal.throwIfAborted();
        yield [];
      },
    };
    const reader = readerOf(table, 20);
    const expected = { type: 'TimeoutError', message: expect.stringContaining('ask for a shorter period') as string };
    await expect(reader.page(query)).rejects.toMatchObject(expected);
    await expect(reader.periods(query)).rejects.toMatchObject(expected);
  });

  it('is a LimitExceededError where it is asked too much', async () => {
    const error = new ProvisionedThroughputExceededException({ message: 'Slow down', $metadata: {} });
    const expected = { type: 'LimitExceededError', cause: error };
    await expect(readerOf(failing(error)).page(query)).rejects.toMatchObject(expected);
  });

  it('is any other error as it is', async () => {
    const error = new Error('No such table');
    await expect(readerOf(failing(error)).page(query)).rejects.toBe(error);
  });
});
