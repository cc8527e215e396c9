import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import type { Nanoseconds } from '../../time.ts';
import { EARLIEST, fromMilliseconds } from '../../time.ts';
import type { AggregateQuery, ReadingStore, ReceivedReading, Windows } from '../store.ts';
import { STATISTICS } from '../store.ts';
import { calendarBegin, offsetsOf } from './testing/calendar.ts';
import { startLocalReader } from './testing/local-reader.ts';
import { expectStatistic } from './testing/plain-statistics.ts';

const organizationId = '01JZ8Q6V5X3M9T2B7C4D1E0F8G';
const SECOND = 1_000_000_000n;
const HOUR = 3600n * SECOND;
const DAY = 24n * HOUR;

let store: ReadingStore;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await startLocalReader());
});
afterAll(async () => {
  await close();
});

const now = fromMilliseconds(Date.now());
let devices = 0;
/** Every case has devices of its own. */
const newDevice = () => `01JZ8Q6V5X3M9T2B7C4D1E${(++devices).toString().padStart(4, '0')}`;

/** Clock changes of an hour, of half an hour and at midnight; a day that never was; offsets with minutes and with seconds. */
const ZONES =
  `UTC Europe/Paris America/New_York America/St_Johns America/Sao_Paulo Australia/Lord_Howe Asia/Kolkata Asia/Kathmandu
  Pacific/Apia Pacific/Kiritimati Africa/Monrovia Africa/Casablanca`.split(/\s+/);

const zones = fc.constantFrom(...ZONES);
const units = fc.oneof(
  fc.constantFrom('WEEK' as const, 'MONTH' as const, 'YEAR' as const),
  fc.constantFrom(1, 1, 2, 7, 30, 366).map((days) => ({ days })),
);
/** Years with a leap day, with a 53rd week, with the first and the last of all clock changes that a zone had. */
const years = fc.constantFrom(1970, 1972, 2008, 2011, 2015, 2018, 2020, 2024);
/** From a moment that matters: nanoseconds, minutes, hours, days. */
const distances = fc.oneof(
  fc.constantFrom(0n, 0n, -1n, 1n, -30n * 60n * SECOND, 30n * 60n * SECOND, -HOUR, HOUR),
  fc.bigInt({ min: -2n * HOUR, max: 2n * HOUR }),
  fc.bigInt({ min: -2n * DAY, max: 2n * DAY }),
  fc.bigInt({ min: -400n * DAY, max: 400n * DAY }),
);
const values = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((value) => ({ value, text: null })),
  fc
    .double({ min: -1e6, max: 1e6, noNaN: true })
    .map((value) => ({ value: Math.round(value * 1e6) / 1e6 + 0, text: null })),
  fc.constant({ value: null, text: 'open' }),
  fc.constant({ value: 7, text: 'seven' }),
);
const period = fc.tuple(fc.nat(), distances, fc.nat(), distances);
const points = fc.record({
  device: fc.integer({ min: 0, max: 1 }),
  metric: fc.constantFrom('a', 'b', 'other'),
  moment: fc.nat(),
  distance: distances,
  measured: values,
  /** Written again, in a newer version. */
  again: fc.option(fc.integer({ min: -1000, max: 1000 })),
});

/** The moments of a year and zone at which windows are easily wrong: at midnight, and most of all around the days on which clocks change. */
function moments(zone: string, year: number): Nanoseconds[] {
  const local = (text: string) => Temporal.PlainDate.from(text).toZonedDateTime(zone).epochNanoseconds;
  const begin = local(`${year}-01-01`);
  const changes = offsetsOf(zone, begin, begin + 366n * DAY).slice(1);
  const around = changes.flatMap(({ from }) => {
    const day = Temporal.Instant.fromEpochNanoseconds(from).toZonedDateTimeISO(zone).startOfDay();
    return [from, ...[-1, 0, 1, 2].map((days) => day.add({ days }).epochNanoseconds)];
  });
  return [begin, begin + 366n * DAY, local(`${year}-02-28`), local(`${year}-03-01`), ...around];
}

function reading(deviceId: string, time: Nanoseconds, value: number): ReceivedReading {
  return { organizationId, deviceId, metric: 'a', time, value, text: null, receivedAt: 1000 };
}

function queryOf(
  deviceIds: readonly string[],
  period: { from: Nanoseconds; to: Nanoseconds },
  windows: Windows,
): AggregateQuery {
  return { organizationId, deviceIds, metrics: ['b', 'a'], ...period, windows, statistics: STATISTICS };
}

interface Case {
  readings: ReceivedReading[];
  newer: ReceivedReading[];
  query: AggregateQuery;
}

/** What is written first, what is written over it, and the query. */
function caseOf(
  asked: { year: number; zone: string; points: readonly Of<typeof points>[]; period: Of<typeof period> },
  windowsOf: (from: Nanoseconds, to: Nanoseconds) => Windows,
): Case {
  const deviceIds = [newDevice(), newDevice()];
  const important = moments(asked.zone, asked.year);
  const timeOf = (moment: number, distance: bigint) => {
    const time = (important[moment % important.length] ?? 0n) + distance;
    return time >= EARLIEST && time < now ? time : EARLIEST;
  };
  const written = asked.points.map(({ device, metric, moment, distance, measured, again }) => ({
    again,
    reading: { ...reading(deviceIds[device] ?? '', timeOf(moment, distance), 0), metric, ...measured },
  }));
  const distinct = new Map(written.map((each) => [keyOf(each.reading), each]));
  const [first, before, last, after] = asked.period;
  const [from = EARLIEST, to = EARLIEST] = [timeOf(first, before), timeOf(last, after)].sort((a, b) =>
    a < b ? -1 : 1,
  );
  return {
    readings: [...distinct.values()].map(({ reading }) => reading),
    newer: [...distinct.values()].flatMap(({ reading, again }) =>
      again === null || reading.value === null ? [] : [{ ...reading, value: again, receivedAt: 2000 }],
    ),
    query: queryOf(deviceIds, { from, to: to + 1n }, windowsOf(from, to + 1n)),
  };
}
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;

const keyOf = ({ deviceId, metric, time }: ReceivedReading) => `${deviceId} ${metric} ${time}`;

/** Writes, and compares with what plain code makes of the same readings. */
async function compare({ readings, newer, query }: Case, beginOf: (time: Nanoseconds) => Nanoseconds): Promise<void> {
  await write(readings);
  await write(newer);
  const stored = new Map([...readings, ...newer].map((reading) => [keyOf(reading), reading]));
  await expectPlain([...stored.values()], query, beginOf);
}

async function write(readings: readonly ReceivedReading[]): Promise<void> {
  expect(await store.write(readings)).toEqual({ rejected: [], retryable: [] });
}

async function expectPlain(
  stored: readonly ReceivedReading[],
  query: AggregateQuery,
  beginOf: (time: Nanoseconds) => Nanoseconds,
): Promise<void> {
  const groups = new Map<string, { time: Nanoseconds; value: number }[]>();
  for (const { deviceId, metric, time, value } of stored) {
    const isAsked = query.metrics.includes(metric) && time >= query.from && time < query.to;
    if (value === null || !isAsked) continue;
    const key = `${deviceId} ${metric} ${beginOf(time)}`;
    const group = groups.get(key) ?? [];
    group.push({ time, value });
    groups.set(key, group);
  }
  const windows = await store.aggregate(query);
  const keys = windows.map(({ deviceId, metric, begin }) => `${deviceId} ${metric} ${begin}`);
  expect(new Set(keys)).toEqual(new Set(groups.keys()));
  for (const [index, window] of windows.entries()) {
    expect(window.values).toHaveLength(STATISTICS.length);
    for (const [column, statistic] of STATISTICS.entries())
      expectStatistic(statistic, groups.get(keys[index] ?? '') ?? [], window.values[column] ?? null);
  }
  const order = windows.map(({ deviceId, metric, begin }) => ({ series: `${deviceId} ${metric}`, begin }));
  expect(order).toEqual(
    order.toSorted((a, b) => (a.series === b.series ? (a.begin < b.begin ? -1 : 1) : a.series < b.series ? -1 : 1)),
  );
}

const asked = { year: years, zone: zones, points: fc.array(points, { maxLength: 40 }), period };

describe('aggregate', () => {
  it('equals plain code for windows of a calendar, in any zone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ ...asked, unit: units }), async ({ unit, ...asked }) => {
        const windows = (from: Nanoseconds, to: Nanoseconds): Windows => ({
          kind: 'CALENDAR',
          unit,
          offsets: offsetsOf(asked.zone, from, to),
        });
        await compare(caseOf(asked, windows), (time) => calendarBegin(time, unit, asked.zone));
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('equals plain code for windows of one length', async () => {
    const lengths = fc.constantFrom(SECOND, 60n * SECOND, 7n * 60n * SECOND, HOUR, 5n * HOUR, DAY);
    await fc.assert(
      fc.asyncProperty(fc.record({ ...asked, length: lengths }), async ({ length, ...asked }) => {
        await compare(
          caseOf(asked, () => ({ kind: 'FIXED', length })),
          (time) => time - (time % length),
        );
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it.each([
    ['Europe/Paris', 2024],
    ['America/New_York', 2020],
    ['America/St_Johns', 2008],
    ['America/Sao_Paulo', 2015],
    ['Australia/Lord_Howe', 2024],
    ['Pacific/Apia', 2011],
  ])('equals plain code around the clock changes of %s in %d', async (zone, year) => {
    const begin = Temporal.PlainDate.from(`${year}-01-01`).toZonedDateTime(zone).epochNanoseconds;
    const changes = offsetsOf(zone, begin, begin + 366n * DAY).slice(1);
    expect(changes.length).toBeGreaterThanOrEqual(2);
    for (const { from: change } of changes) {
      const deviceId = newDevice();
      const readings = Array.from({ length: 180 }, (_, index) =>
        reading(deviceId, change + BigInt(index - 90) * 30n * 60n * SECOND, index),
      );
      await write(readings);
      for (const unit of [{ days: 1 }, 'WEEK', 'MONTH'] as const) {
        const period = { from: change - DAY, to: change + 36n * HOUR };
        const windows: Windows = { kind: 'CALENDAR', unit, offsets: offsetsOf(zone, period.from, period.to) };
        await expectPlain(readings, queryOf([deviceId], period, windows), (time) => calendarBegin(time, unit, zone));
      }
    }
  });

  it('answers as many windows as there may be, over several pages', async () => {
    const deviceId = newDevice();
    const first = now - (now % DAY) - 2n * DAY;
    const readings = Array.from({ length: 10_000 }, (_, index) =>
      reading(deviceId, first + BigInt(index) * SECOND, Math.sin(index) * 1e6),
    );
    const period = { from: first, to: first + DAY };
    await write(readings);
    await expectPlain(readings, queryOf([deviceId], period, { kind: 'FIXED', length: SECOND }), (time) => time);
    await expectPlain(readings, queryOf([deviceId], period, { kind: 'FIXED', length: DAY }), () => first);
  }, 60_000);
});
