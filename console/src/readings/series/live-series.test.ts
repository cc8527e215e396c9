import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bin } from './bins.ts';
import { LiveSeries } from './live-series.ts';
import { pictureOf } from './picture.ts';
import type { LiveReading, Question } from './question.ts';
import { keyOf, millisecondsOf, timeOf } from './time.ts';
import { Clock } from './testing/clock.ts';
import { Stored } from './testing/stored.ts';
import { aboutLength } from './window-length.ts';

const BEGIN = Date.parse('2026-03-01T00:00:00Z');
const MINUTE = 60_000;
/** Between two instants that readings are measured at, in ms. */
const SPACING = 7000;
const NOW = BEGIN + 90 * MINUTE;

/** What happens, one after another. */
type Happening =
  | { kind: 'stored'; metric: string; ago: number; nanoseconds: number; value: number; twice: boolean }
  | { kind: 'connected' | 'lost' }
  | { kind: 'waited'; duration: number }
  | { kind: 'arrived'; most: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('stored' as const),
      metric: fc.constantFrom('level', 'wind'),
      // Most come at once, some late, and some after they were measured long ago.
      ago: fc.oneof(fc.nat(3000), fc.nat(5 * MINUTE), fc.nat(95 * MINUTE)).map((ago) => ago - 500),
      nanoseconds: fc.constantFrom(0, 1, 999_999),
      value: fc.integer({ min: -50, max: 50 }),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('connected' as const, 'connected' as const, 'lost' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('waited' as const),
      duration: fc.oneof(fc.nat(2 * MINUTE), fc.nat(5000)),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('arrived' as const), most: fc.integer({ min: 1, max: 6 }) }) },
);
const happenings = fc.array(happening, { maxLength: 100, size: 'max' });

/** A chart, what it asks and the subscription that it follows: answers and pushes arrive when the scheduler lets them. */
class World {
  readonly clock = new Clock(NOW);
  readonly stored: Stored;
  readonly live: LiveSeries;
  readonly #scheduler: fc.Scheduler;
  #pushed: LiveReading[] | undefined;

  constructor(question: Question, scheduler: fc.Scheduler) {
    this.#scheduler = scheduler;
    // What is answered is what there was somewhere between the question and its answer.
    this.stored = new Stored(async (make) => {
      await scheduler.schedule(Promise.resolve(), 'asked');
      const answer = make();
      await scheduler.schedule(Promise.resolve(), 'answered');
      return answer;
    });
    const { now, later } = this.clock;
    this.live = new LiveSeries(question, { source: this.stored, now, later, isWorthAnotherTry: () => true });
  }

  async happens(what: Happening): Promise<void> {
    switch (what.kind) {
      case 'stored':
        this.#store(what);
        return;
      case 'connected':
        if (this.#pushed) return;
        this.#pushed = [];
        this.live.acknowledged();
        return;
      case 'lost':
        // With all that was on its way.
        this.#pushed = undefined;
        return;
      case 'waited':
        this.clock.advance(what.duration);
        return;
      case 'arrived':
        for (let answer = 0; answer < what.most && this.#scheduler.count() > 0; answer++)
          await this.#scheduler.waitNext(1);
        this.#receive(what.most);
    }
  }

  /** Connects for good, and lets all arrive that is on its way. */
  async settle(): Promise<void> {
    await this.happens({ kind: 'connected' });
    for (let round = 0; round < 1000; round++) {
      this.#receive(Infinity);
      while (this.#scheduler.count() > 0) await this.#scheduler.waitNext(1);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      if (this.#scheduler.count() > 0) continue;
      if (this.clock.next() === Infinity) return;
      this.clock.skip();
    }
    throw new Error('It does not come to rest');
  }

  #store({ metric, ago, nanoseconds, value, twice }: Happening & { kind: 'stored' }): void {
    // Often for an instant that has a value already.
    const about = Math.floor((this.clock.now() - ago) / SPACING) * SPACING;
    const milliseconds = timeOf(Math.max(BEGIN, about)).slice(0, -1);
    const time = `${milliseconds}${String(nanoseconds).padStart(6, '0')}Z`;
    const reading = { metric, time, value, text: null };
    this.stored.put(reading);
    this.#pushed?.push(reading, ...(twice ? [reading] : []));
  }

  #receive(most: number): void {
    const arrived = this.#pushed?.splice(0, most) ?? [];
    if (arrived.length > 0) this.live.receive(arrived);
  }
}

const question = (window: string): Question => ({
  metrics: ['level', 'wind'],
  period: { since: BEGIN },
  window,
  statistic: 'AVG',
  timeZone: 'UTC',
  points: 300,
});

async function afterAll(window: string, happened: readonly Happening[], scheduler: fc.Scheduler): Promise<World> {
  const world = new World(question(window), scheduler);
  world.live.start();
  for (const each of happened) await world.happens(each);
  await world.settle();
  return world;
}

const all = (world: World, metric: string) =>
  world.stored.of({ metrics: [metric], from: BEGIN, to: Date.parse('2027-01-01T00:00:00Z') });

describe('whatever happens in whatever order, in the end a chart shows', () => {
  it('reading by reading, all that is stored, once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.scheduler(), async (happened, scheduler) => {
        const world = await afterAll('every', happened, scheduler);
        for (const { metric, points } of pictureOf(world.live)?.metrics ?? []) {
          expect(points?.map(({ key, value }) => ({ key, value }))).toEqual(
            all(world, metric).map(({ time, value }) => ({ key: keyOf(time), value })),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(['PT10S', 'PT5M', 'PT1H', 'P1D'])(
    'in windows of %s, the statistics of all that is stored',
    async (window) => {
      await fc.assert(
        fc.asyncProperty(happenings, fc.scheduler(), async (happened, scheduler) => {
          const world = await afterAll(window, happened, scheduler);
          for (const { metric, bins } of pictureOf(world.live)?.metrics ?? []) {
            expect(bins?.map(told)).toEqual(expected(all(world, metric), aboutLength(window)));
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});

it('asks anew for the window of a calendar that begins while it is shown', async () => {
  const clock = new Clock(Date.parse('2026-03-01T23:59:00Z'));
  const stored = new Stored();
  const put = (time: string, value: number): LiveReading => {
    const reading = { metric: 'level', time, value, text: null };
    stored.put(reading);
    return reading;
  };
  put('2026-03-01T12:00:00Z', 1);
  const { now, later } = clock;
  const live = new LiveSeries(question('P1D'), { source: stored, now, later, isWorthAnotherTry: () => true });
  live.acknowledged();
  await run(clock, 10_000);
  await run(clock, 2 * MINUTE);
  live.receive([put('2026-03-02T00:00:30Z', 2)]);
  await run(clock, 20_000);
  expect(pictureOf(live)?.metrics[0]?.values).toEqual([1, 2]);
});

it('tells of a failure, and asks again by itself where that may help', async () => {
  const clock = new Clock(NOW);
  const stored = new Stored();
  let isBroken = true;
  const source = {
    readings: stored.readings.bind(stored),
    downsample: stored.downsample.bind(stored),
    aggregates: (asked: Parameters<Stored['aggregates']>[0]) =>
      isBroken ? Promise.reject(new Error('away')) : stored.aggregates(asked),
  };
  const { now, later } = clock;
  const live = new LiveSeries(question('PT1M'), { source, now, later, isWorthAnotherTry: () => true });
  live.start();
  await run(clock, 1500);
  expect(live.error).toEqual(new Error('away'));
  expect(pictureOf(live)).toBeUndefined();
  isBroken = false;
  await run(clock, 2000);
  expect(live.error).toBeUndefined();
  expect(pictureOf(live)?.window).toBe('PT1M');
});

/** Lets so much time pass, and what was asked be answered. */
async function run(clock: Clock, duration: number): Promise<void> {
  clock.advance(duration);
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

const told = ({ begin, summary, first, last }: Bin) => {
  const { count, min, max, sum } = summary;
  return { begin, count, min, max, sum, first, last };
};

function expected(readings: readonly LiveReading[], length: number) {
  const windows = new Map<number, number[]>();
  for (const { time, value } of readings) {
    const begin = Math.floor(millisecondsOf(keyOf(time)) / length) * length;
    windows.set(begin, [...(windows.get(begin) ?? []), value ?? NaN]);
  }
  return [...windows].map(([begin, values]) => ({
    begin,
    count: values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    sum: values.reduce((sum, value) => sum + value, 0),
    first: values[0],
    last: values.at(-1),
  }));
}
