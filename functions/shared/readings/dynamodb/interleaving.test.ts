import * as fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { memoryReader } from '../testing/memory-store.ts';
import { expectSameBins, expectSameWindows } from '../testing/same.ts';
import type { Reading, ReceivedReading } from '../store.ts';
import { STATISTICS } from '../store.ts';
import { erase } from './erase.ts';
import { HOUR, hourBegin, partitionOf } from './keys.ts';
import { mergeHour } from './merge-hour.ts';
import { MetricNames } from './metric-names.ts';
import { dynamodbReader } from './read.ts';
import { rebuild } from './rebuild.ts';
import { expectedMetrics } from './testing/expected-device.ts';
import { memoryTable, type Partitions } from './testing/memory-table.ts';
import { Stalls, stallsPlan, type StallsPlan } from './testing/stalls.ts';
import { mergedDevice } from './testing/merged-device.ts';
import { dynamodbWriter } from './write.ts';

vi.mock(import('../../concurrency.ts'), async (original) => ({ ...(await original()), backoff: () => 0 }));

const device = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0001' };
const pk = partitionOf(device);
const retentionDays = 365;
const NOW = Date.UTC(2095, 4, 5, 12, 30);
const HOUR_MS = 3_600_000;
const firstHour = Math.floor(NOW / HOUR_MS) - 1;
const HOURS = [firstHour, firstHour + 1];
const begin = hourBegin(firstHour);
/** Of two hours, their ends too. */
const TIMES = [0n, 1n, 60n, HOUR / 2n, HOUR - 1n, HOUR, HOUR + 1n, HOUR + HOUR / 3n, 2n * HOUR - 1n];
const METRICS = ['a', 'a/b'];
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Draft = Pick<Reading, 'metric' | 'value' | 'text'> & { time: number; received: number };
const readings = fc.uniqueArray(
  fc.record<Draft>({
    metric: fc.constantFrom(...METRICS),
    time: fc.nat({ max: TIMES.length - 1 }),
    value: fc.option(fc.integer({ min: -9, max: 9 }), { freq: 6 }),
    text: fc.option(fc.constantFrom('x', 'a longer text than the others'), { freq: 2 }),
    received: fc.integer({ min: -2, max: 2 }),
  }),
  { minLength: 1, maxLength: 12, selector: ({ metric, time }) => `${metric} ${time}` },
);
const worker = fc.record({
  kind: fc.constantFrom('merge' as const, 'merge' as const, 'merge' as const, 'rebuild' as const),
  requests: fc.option(fc.nat({ max: 60 }), { freq: 2 }),
});
const round = fc.record({
  asked: fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .array(fc.record({ writer: fc.nat({ max: 1 }), readings }), { minLength: 1, maxLength: 3 })
        .map((writes) => ({ kind: 'write' as const, writes })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('erase' as const),
        metric: fc.constantFrom(...METRICS),
        from: fc.nat({ max: TIMES.length - 1 }),
      }),
    },
    { weight: 4, arbitrary: fc.constant({ kind: 'read' as const }) },
  ),
  workers: fc.array(worker, { minLength: 1, maxLength: 4 }),
  /** So many minutes pass while some requests are under way. */
  leap: fc.option(fc.record({ after: fc.nat({ max: 60 }), minutes: fc.constantFrom(3, 70, 70) })),
  /** In minutes. */
  pass: fc.constantFrom(0, 40, 70, 70),
});
type Round = typeof round extends fc.Arbitrary<infer R> ? R : never;

class World {
  now = NOW;
  readonly partitions: Partitions = new Map();
  readonly written: ReceivedReading[] = [];
  readonly clock = () => this.now;
  readonly direct = memoryTable(this.clock, { partitions: this.partitions });
  readonly stalls: Stalls;
  readonly signal = new AbortController().signal;
  readonly writers;

  constructor(plan: StallsPlan) {
    this.stalls = new Stalls(plan);
    this.writers = [0, 1].map(() =>
      dynamodbWriter({ table: this.table(), clock: this.clock, retentionDays, timeLimit: 600_000 }),
    );
  }

  /** The table as one actor asks it; after so many requests, none is answered any more. */
  table(requests: number | null = null, onEnd: () => void = () => undefined) {
    let made = 0;
    const wait = this.stalls.actor();
    const step = () => {
      if (requests !== null && made++ >= requests) {
        onEnd();
        return new Promise(() => undefined);
      }
      return wait();
    };
    return memoryTable(this.clock, { partitions: this.partitions, step });
  }

  readings(drafts: readonly Draft[]): ReceivedReading[] {
    return drafts.map(({ metric, value, text, time, received }) => ({
      ...device,
      metric,
      value,
      text,
      time: begin + (TIMES[time] ?? 0n),
      receivedAt: this.now + received,
    }));
  }

  live(): ReceivedReading[] {
    return expectedMetrics(this.written).flatMap(({ metric, readings }) =>
      readings
        .filter(({ value, text }) => value !== null || text !== null)
        .map((reading) => ({ ...device, metric, ...reading })),
    );
  }

  async work({ kind, requests }: Round['workers'][number]): Promise<void> {
    let onEnd: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (onEnd = resolve));
    const table = this.table(requests, () => {
      onEnd();
    });
    const options = { table, clock: this.clock, retentionDays };
    const merge = async () => {
      const target = { ...options, names: new MetricNames(table), blockBytes: 40 };
      for (const hour of HOURS) await mergeHour(target, pk, hour, this.signal);
    };
    const work = kind === 'merge' ? merge() : this.rebuilt(options);
    await Promise.race([work, ended]);
  }

  async rebuilt(options: { table: ReturnType<typeof memoryTable>; clock: () => number; retentionDays: number }) {
    const deadline = { beginsBefore: Infinity, signal: this.signal };
    const { failed } = await rebuild({ ...options, log }, { pk, after: null }, deadline);
    expect(failed).toBe(0);
  }

  async ask({ asked }: Round): Promise<void> {
    if (asked.kind === 'read') return this.expectAnswers(() => this.table());
    if (asked.kind === 'erase') return this.erased(asked.metric, begin + (TIMES[asked.from] ?? 0n));
    await Promise.all(
      asked.writes.map(async ({ writer, readings }) => {
        const received = this.readings(readings);
        this.written.push(...received);
        for (let left = received; left.length > 0;) {
          const result = await this.writers[writer]?.write(left);
          expect(result?.rejected).toEqual([]);
          left = (result?.retryable ?? []).flatMap(({ index }) => left[index] ?? []);
        }
      }),
    );
  }

  /** Lets time pass, but not while readings are erased: what stands in their place has the time of that. */
  async leap({ leap, asked }: Round): Promise<void> {
    if (!leap || asked.kind === 'erase') return;
    const wait = this.stalls.actor();
    for (let request = 0; request < leap.after; request++) await wait();
    this.now += leap.minutes * 60_000;
  }

  async erased(metric: string, from: bigint): Promise<void> {
    const to = begin + 2n * HOUR;
    const gone = this.live().filter((reading) => reading.metric === metric && reading.time >= from);
    const receivedAt = (before: number) => Math.max(this.now, before);
    const [writer] = this.writers;
    if (!writer) return;
    const answer = await erase(
      { table: this.table(), writer, clock: this.clock, retentionDays },
      { ...device, metric, from, to },
      { after: null, deadline: { beginsBefore: Infinity, signal: this.signal } },
    );
    expect(answer).toEqual({ readings: gone.length, after: null });
    this.written.push(
      ...gone.map((reading) => ({ ...reading, value: null, text: null, receivedAt: receivedAt(reading.receivedAt) })),
    );
  }

  async expectAnswers(tableOf = () => this.direct): Promise<void> {
    const { clock } = this;
    const reader = () => dynamodbReader({ table: tableOf(), clock, retentionDays, timeLimit: 600_000 });
    const expected = memoryReader(this.live());
    const period = { from: begin, to: begin + 2n * HOUR };
    const some = { ...device, ...period, after: null };
    const fixed = (length: bigint) => ({
      organizationId: device.organizationId,
      deviceIds: [device.deviceId],
      metrics: METRICS,
      ...period,
      windows: { kind: 'FIXED' as const, length },
      statistics: STATISTICS,
    });
    await Promise.all([
      ...(['ASC', 'DESC'] as const).flatMap((order) =>
        [3, 100].map(async (limit) => {
          const query = { ...some, metrics: limit === 3 ? ['a'] : null, order, limit };
          expect(await reader().page(query)).toEqual(await expected.page(query));
        }),
      ),
      ...[HOUR / 4n, HOUR, 24n * HOUR].map(async (length) => {
        const query = fixed(length);
        expectSameWindows(query, await reader().aggregate(query), await expected.aggregate(query));
      }),
      (async () => {
        expect(await reader().periods(device)).toEqual(await expected.periods(device));
      })(),
      (async () => {
        const query = { ...device, metrics: METRICS, ...period, bin: HOUR };
        expectSameBins(await reader().outline(query), await expected.outline(query));
      })(),
    ]);
  }

  /** Merges all, and expects that it is as if it had been written at once. */
  async expectMerged(): Promise<void> {
    this.now += 4 * HOUR_MS;
    const target = {
      table: this.direct,
      clock: this.clock,
      retentionDays,
      names: new MetricNames(this.direct),
      blockBytes: 40,
    };
    for (const hour of HOURS) await mergeHour(target, pk, hour, this.signal);
    await this.expectAnswers();
    // One that was ended may have raised the version of an hour's blocks, and not that of the summary, which is right nevertheless.
    await this.rebuilt({ table: this.direct, clock: this.clock, retentionDays });
    const { metrics, names, marks } = await mergedDevice(this.direct, pk);
    const found = metrics.map(({ metric, hour, readings, summary }) => ({ metric, hour, readings, summary }));
    expect(found).toEqual(expectedMetrics(this.written));
    expect(names).toEqual([...new Set(this.written.map(({ metric }) => metric))].sort());
    expect(marks).toBe(0);
  }
}

it(
  'answers and merges all that was written, whoever writes, merges, rebuilds, erases, reads and ends when',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(stallsPlan, fc.array(round, { minLength: 2, maxLength: 8 }), async (plan, rounds) => {
        const world = new World(plan);
        for (const round of rounds) {
          const actors = [world.ask(round), world.leap(round), ...round.workers.map((worker) => world.work(worker))];
          await world.stalls.until(Promise.all(actors));
          await world.expectAnswers();
          world.now += 10 + round.pass * 60_000;
        }
        await world.expectMerged();
      }),
      { numRuns: 60 },
    );
  },
);
