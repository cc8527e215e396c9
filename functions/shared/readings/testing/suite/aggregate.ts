import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { groupBy } from '../../../collections.ts';
import type { Nanoseconds } from '../../../time.ts';
import { EARLIEST } from '../../../time.ts';
import type { AggregateQuery, ReceivedReading, Windows } from '../../store.ts';
import { STATISTICS } from '../../store.ts';
import { calendarBegin, moments, offsetsOf, ZONES } from '../calendar.ts';
import { isStatistic } from '../statistics.ts';
import type { StartStore, TestStore } from '../stores.ts';
import { newDevice, now, organizationId, reading, useStore, write } from './cases.ts';

const SECOND = 1_000_000_000n;
const HOUR = 3600n * SECOND;
const DAY = 24n * HOUR;

const units = fc.oneof(
  fc.constantFrom('WEEK' as const, 'MONTH' as const, 'YEAR' as const),
  fc.constantFrom(1, 1, 2, 7, 30, 366).map((days) => ({ days })),
);
const lengths = fc.constantFrom(SECOND, 60n * SECOND, 420n * SECOND, HOUR / 2n, HOUR, 5400n * SECOND, 5n * HOUR, DAY);
/** Years with a leap day, with a 53rd week, with the first and the last of all clock changes that a zone had. */
const years = fc.constantFrom(1970, 1972, 2008, 2011, 2015, 2018, 2020, 2024);
/** From a moment that matters: nanoseconds, minutes, hours, days. */
const distances = fc.oneof(
  fc.constantFrom(0n, 0n, -1n, 1n, -30n * 60n * SECOND, 30n * 60n * SECOND, -HOUR, HOUR),
  fc.bigInt({ min: -2n * HOUR, max: 2n * HOUR }),
  fc.bigInt({ min: -2n * DAY, max: 2n * DAY }),
  fc.bigInt({ min: -400n * DAY, max: 400n * DAY }),
);
const places = fc.tuple(fc.nat(), distances);
const values = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((value) => ({ value, text: null })),
  fc
    .double({ min: -1e6, max: 1e6, noNaN: true })
    .map((value) => ({ value: Math.round(value * 1e6) / 1e6 + 0, text: null })),
  fc.constant({ value: null, text: 'open' }),
  fc.constant({ value: 7, text: 'seven' }),
);
const points = fc.record({
  device: fc.nat(1),
  metric: fc.constantFrom('a', 'b', 'other'),
  place: places,
  measured: values,
  /** Received again, later, with another value. */
  again: fc.option(fc.integer({ min: -1000, max: 1000 })),
});
const cases = fc.record({
  year: years,
  zone: fc.constantFrom(...ZONES),
  points: fc.array(points, { maxLength: 30 }),
  periods: fc.array(fc.tuple(places, places), { minLength: 2, maxLength: 6 }),
});
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;

interface Case {
  readings: ReceivedReading[];
  /** Written over them. */
  newer: ReceivedReading[];
  deviceIds: string[];
  periods: { from: Nanoseconds; to: Nanoseconds }[];
}

function caseOf({ year, zone, points, periods }: Of<typeof cases>): Case {
  const deviceIds = [newDevice(), newDevice()];
  const important = moments(zone, year);
  const timeOf = ([moment, distance]: Of<typeof places>) => {
    const time = (important[moment % important.length] ?? 0n) + distance;
    return time >= EARLIEST && time < now ? time : EARLIEST;
  };
  const written = points.map(({ device, metric, place, measured, again }) => ({
    again,
    reading: reading(deviceIds[device] ?? '', { metric, time: timeOf(place), receivedAt: 1000, ...measured }),
  }));
  const distinct = [...new Map(written.map((each) => [keyOf(each.reading), each])).values()];
  return {
    readings: distinct.map(({ reading }) => reading),
    newer: distinct.flatMap(({ reading, again }) =>
      again === null || reading.value === null ? [] : [{ ...reading, value: again, receivedAt: 2000 }],
    ),
    deviceIds,
    periods: periods.map((ends) => {
      const [from = EARLIEST, to = EARLIEST] = ends.map(timeOf).sort((a, b) => (a < b ? -1 : 1));
      return { from, to: to + 1n };
    }),
  };
}

const keyOf = ({ deviceId, metric, time }: ReceivedReading) => `${deviceId} ${metric} ${time}`;

function queryOf(
  deviceIds: readonly string[],
  period: { from: Nanoseconds; to: Nanoseconds },
  windows: Windows,
): AggregateQuery {
  return { organizationId, deviceIds, metrics: ['b', 'a'], ...period, windows, statistics: STATISTICS };
}

/** Writes, and gives what is there then. */
async function writeAll(store: TestStore, { readings, newer }: Case): Promise<ReceivedReading[]> {
  await write(store, readings);
  await write(store, newer);
  return [...new Map([...readings, ...newer].map((reading) => [keyOf(reading), reading])).values()];
}

/** Asks, and compares with what plain code makes of the same readings. */
async function compare(
  store: TestStore,
  stored: readonly ReceivedReading[],
  query: AggregateQuery,
  beginOf: (time: Nanoseconds) => Nanoseconds,
): Promise<void> {
  const { metrics, from, to } = query;
  const numbers = stored
    .filter(({ metric, time }) => metrics.includes(metric) && time >= from && time < to)
    .flatMap((reading) => (reading.value === null ? [] : [{ ...reading, value: reading.value }]));
  const groups = groupBy(numbers, ({ deviceId, metric, time }) => `${deviceId} ${metric} ${beginOf(time)}`);
  const windows = await store.aggregate(query);
  const keys = windows.map(({ deviceId, metric, begin }) => `${deviceId} ${metric} ${begin}`);
  expect(new Set(keys)).toEqual(new Set(groups.keys()));
  const wrong = windows.flatMap(({ values }, index) => {
    const group = groups.get(keys[index] ?? '') ?? [];
    return query.statistics.flatMap((statistic, column) => {
      const value = values[column] ?? null;
      return isStatistic(statistic, group, value) ? [] : [{ window: keys[index], statistic, value }];
    });
  });
  expect(wrong).toEqual([]);
  const order = windows.map(({ deviceId, metric, begin }) => ({ series: `${deviceId} ${metric}`, begin }));
  expect(order).toEqual(
    order.toSorted((a, b) => (a.series === b.series ? (a.begin < b.begin ? -1 : 1) : a.series < b.series ? -1 : 1)),
  );
}

/** Statistics of windows. */
export function describeStatistics(start: StartStore): void {
  describe('statistics', () => {
    const store = useStore(start);

    it('are none where there are texts only, even in a table without numbers', async () => {
      const deviceId = newDevice();
      const windows = { kind: 'FIXED', length: SECOND } as const;
      const query = queryOf([deviceId], { from: now, to: now + 1n }, windows);
      expect(await store().aggregate(query)).toEqual([]);
      await write(store(), [reading(deviceId, { metric: 'a', value: null, text: 'open' })]);
      expect(await store().aggregate(query)).toEqual([]);
      expect(await store().periods({ organizationId, deviceId })).toEqual([{ metric: 'a', first: now, last: now }]);
    });

    it('are those of plain code for windows of a calendar, in any zone', async () => {
      await fc.assert(
        fc.asyncProperty(cases, fc.array(units, { minLength: 2, maxLength: 6 }), async (drawn, units) => {
          const { deviceIds, periods, ...written } = caseOf(drawn);
          const stored = await writeAll(store(), { deviceIds, periods, ...written });
          for (const [index, period] of periods.entries()) {
            const unit = units[index % units.length] ?? 'WEEK';
            const offsets = offsetsOf(drawn.zone, period.from, period.to);
            const query = queryOf(deviceIds, period, { kind: 'CALENDAR', unit, offsets });
            await compare(store(), stored, query, (time) => calendarBegin(time, unit, drawn.zone));
          }
        }),
        { numRuns: 12 },
      );
    }, 120_000);

    it('are those of plain code for windows of one length', async () => {
      await fc.assert(
        fc.asyncProperty(cases, fc.array(lengths, { minLength: 2, maxLength: 6 }), async (drawn, lengths) => {
          const { deviceIds, periods, ...written } = caseOf(drawn);
          const stored = await writeAll(store(), { deviceIds, periods, ...written });
          for (const [index, period] of periods.entries()) {
            const length = lengths[index % lengths.length] ?? SECOND;
            const query = queryOf(deviceIds, period, { kind: 'FIXED', length });
            await compare(store(), stored, query, (time) => time - (time % length));
          }
        }),
        { numRuns: 8 },
      );
    }, 120_000);

    it.each([
      ['Europe/Paris', 2024],
      ['America/St_Johns', 2008],
      ['America/Sao_Paulo', 2015],
      ['Australia/Lord_Howe', 2024],
      ['Pacific/Apia', 2011],
    ])('are those of plain code around the clock changes of %s in %d', async (zone, year) => {
      const begin = Temporal.PlainDate.from(`${year}-01-01`).toZonedDateTime(zone).epochNanoseconds;
      const changes = offsetsOf(zone, begin, begin + 366n * DAY).slice(1, 3);
      expect(changes).toHaveLength(2);
      for (const { from: change } of changes) {
        const deviceId = newDevice();
        const readings = Array.from({ length: 72 }, (_, index) =>
          reading(deviceId, { metric: 'a', time: change + (BigInt(index - 20) * HOUR) / 2n, value: index }),
        );
        await write(store(), readings);
        for (const unit of [{ days: 1 }, 'WEEK', 'MONTH'] as const) {
          const period = { from: change - 9n * HOUR, to: change + 25n * HOUR };
          const windows: Windows = { kind: 'CALENDAR', unit, offsets: offsetsOf(zone, period.from, period.to) };
          await compare(store(), readings, queryOf([deviceId], period, windows), (time) =>
            calendarBegin(time, unit, zone),
          );
        }
      }
    });

    it('are of as many windows as there may be, over several pages', async () => {
      const deviceId = newDevice();
      const first = now - (now % DAY) - 2n * DAY;
      const readings = Array.from({ length: 10_000 }, (_, index) =>
        reading(deviceId, { metric: 'a', time: first + BigInt(index) * SECOND, value: Math.sin(index) * 1e6 }),
      );
      const period = { from: first, to: first + DAY };
      await write(store(), readings);
      await compare(store(), readings, queryOf([deviceId], period, { kind: 'FIXED', length: SECOND }), (time) => time);
      await compare(store(), readings, queryOf([deviceId], period, { kind: 'FIXED', length: DAY }), () => first);
    }, 60_000);
  });
}
