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
const points = fc.record({
  device: fc.integer({ min: 0, max: 1 }),
  metric: fc.constantFrom('a', 'b', 'other'),
  moment: fc.nat(),
  distance: distances,
  measured: values,
  /** Written again, in a newer version. */
  again: fc.option(fc.integer({ min: -1000, max: 1000 })),
});

/** The moments of a year and zone at which windows are easily wrong. */
function moments(zone: string, year: number): Nanoseconds[] {
  const local = (text: string) => Temporal.PlainDate.from(text).toZonedDateTime(zone).epochNanoseconds;
  const begin = local(`${year}-01-01`);
  const changes = offsetsOf(zone, begin, begin + 366n * DAY).slice(1);
  return [
    begin,
    begin + 366n * DAY,
    local(`${year}-02-28`),
    local(`${year}-03-01`),
    ...changes.map(({ from }) => from),
  ];
}

interface Case {
  readings: ReceivedReading[];
  newer: ReceivedReading[];
  query: AggregateQuery;
}

/** What is written first, what is written over it, and the query. */
function caseOf(
  asked: { year: number; zone: string; points: readonly PointOf[]; from: bigint; to: bigint },
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
    reading: {
      organizationId,
      deviceId: deviceIds[device] ?? '',
      metric,
      time: timeOf(moment, distance),
      ...measured,
      receivedAt: 1000,
    },
  }));
  const distinct = new Map(written.map((each) => [keyOf(each.reading), each]));
  const [from, to] = [timeOf(0, asked.from), timeOf(1, asked.to)].sort((a, b) => (a < b ? -1 : 1));
  const period = { from: from ?? 0n, to: (to ?? 0n) + 1n };
  return {
    readings: [...distinct.values()].map(({ reading }) => reading),
    newer: [...distinct.values()].flatMap(({ reading, again }) =>
      again === null || reading.value === null ? [] : [{ ...reading, value: again, receivedAt: 2000 }],
    ),
    query: {
      organizationId,
      deviceIds,
      metrics: ['b', 'a'],
      ...period,
      windows: windowsOf(period.from, period.to),
      statistics: STATISTICS,
    },
  };
}
type PointOf = typeof points extends fc.Arbitrary<infer T> ? T : never;

const keyOf = ({ deviceId, metric, time }: ReceivedReading) => `${deviceId} ${metric} ${time}`;

/** Writes, asks, and compares with what plain code makes of the same readings. */
async function compare({ readings, newer, query }: Case, beginOf: (time: Nanoseconds) => Nanoseconds): Promise<void> {
  for (const batch of [readings, newer]) expect(await store.write(batch)).toEqual({ rejected: [], retryable: [] });
  const stored = new Map([...readings, ...newer].map((reading) => [keyOf(reading), reading]));
  const groups = new Map<string, { time: Nanoseconds; value: number }[]>();
  for (const { deviceId, metric, time, value } of stored.values()) {
    const isAsked = query.metrics.includes(metric) && time >= query.from && time < query.to;
    if (value === null || !isAsked) continue;
    const key = `${deviceId} ${metric} ${beginOf(time)}`;
    groups.set(key, [...(groups.get(key) ?? []), { time, value }]);
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

const asked = { year: years, zone: zones, points: fc.array(points, { maxLength: 40 }), from: distances, to: distances };

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
      { numRuns: 150 },
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
      { numRuns: 50 },
    );
  }, 120_000);
});
