import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { EARLIEST, formatTime, LATEST, parseTime } from '../shared/time.ts';
import { memoryReader } from '../shared/readings/testing/memory-store.ts';
import { parseWindowLength } from './window-length.ts';
import type { Cut } from './windows.ts';
import { cutPeriod } from './windows.ts';

/** Zones with all that clocks have done since 1970. */
const ZONES = [
  ...[
    'UTC',
    'Etc/GMT+12',
    'Pacific/Kiritimati',
    'Pacific/Apia',
    'Pacific/Kwajalein',
    'Pacific/Fakaofo',
    'Asia/Kolkata',
  ],
  ...[
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Australia/Eucla',
    'America/St_Johns',
    'America/Goose_Bay',
    'America/Havana',
  ],
  ...[
    'America/Sao_Paulo',
    'America/Asuncion',
    'America/Santiago',
    'America/Los_Angeles',
    'America/Caracas',
    'Asia/Beirut',
  ],
  ...[
    'Africa/Cairo',
    'Asia/Gaza',
    'Asia/Tehran',
    'Asia/Pyongyang',
    'Africa/Casablanca',
    'Africa/Monrovia',
    'Europe/Paris',
  ],
  ...[
    'Europe/Dublin',
    'Europe/Lisbon',
    'Antarctica/Troll',
    'Antarctica/Casey',
    'Atlantic/Azores',
    'America/Scoresbysund',
  ],
];
const DAY = 86_400_000_000_000n;

const time = (text: string) => parseTime(text) ?? -1n;

function cut(window: string, from: string, to: string, zone = 'UTC'): Cut {
  const length = parseWindowLength(window);
  if (!length) throw new Error(`${window} is no window`);
  return cutPeriod(length, { from: time(from), to: time(to) }, zone);
}

/** Begin of each window, and the end of the last. */
function bounds(...of: Parameters<typeof cut>): string[] {
  const spans = cut(...of).spans();
  return [...spans.map(({ begin }) => begin), spans.at(-1)?.end ?? 0n].map(formatTime);
}

/** How long each window is, in hours. */
function hours(...of: Parameters<typeof cut>): number[] {
  return cut(...of)
    .spans()
    .map(({ begin, end }) => Number(end - begin) / 3.6e12);
}

describe('windows of one length', () => {
  it('begin at multiples from 1970 on, and are whole', () => {
    expect(bounds('PT15M', '2026-03-29T01:07:00Z', '2026-03-29T01:30:00.000000001Z')).toEqual(
      ['01:00', '01:15', '01:30', '01:45'].map((clock) => `2026-03-29T${clock}:00Z`),
    );
    expect(bounds('PT7S', '1970-01-01T00:00:00Z', '1970-01-01T00:00:07Z')).toEqual([
      '1970-01-01T00:00:00Z',
      '1970-01-01T00:00:07Z',
    ]);
  });

  it('are of UTC, whatever the zone', () => {
    expect(hours('PT24H', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', 'Europe/Paris')).toEqual([24, 24, 24]);
  });
});

describe('windows of a calendar', () => {
  it.each([
    ['Europe/Paris', '2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z', [23, 24]],
    ['Europe/Paris', '2026-10-24T22:00:00Z', '2026-10-26T23:00:00Z', [25, 24]],
    ['Australia/Lord_Howe', '2026-04-03T13:00:00Z', '2026-04-05T13:30:00Z', [24, 24.5]],
    ['Australia/Lord_Howe', '2026-10-02T13:30:00Z', '2026-10-04T13:00:00Z', [24, 23.5]],
    ['Asia/Pyongyang', '2018-05-04T00:00:00Z', '2018-05-05T00:00:00Z', [23.5, 24]],
    // The day after the 29th of December was the 31st.
    ['Pacific/Apia', '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z', [24, 24]],
    ['Antarctica/Casey', '2009-10-16T16:00:00Z', '2009-10-18T13:00:00Z', [24, 21]],
  ])('of %s have their own length', (zone, from, to, expected) => {
    expect(hours('P1D', from, to, zone)).toEqual(expected);
  });

  it.each([
    ['America/Sao_Paulo', '2018-11-04T00:00:00Z', '2018-11-04T03:00:00Z'],
    ['Asia/Beirut', '2026-03-29T00:00:00Z', '2026-03-28T22:00:00Z'],
    ['Africa/Cairo', '2026-04-24T00:00:00Z', '2026-04-23T22:00:00Z'],
  ])('begin with the first instant of a day of %s that has no midnight', (zone, localMidnight, begin) => {
    const day = cut('P1D', begin, formatTime(time(begin) + 1n), zone).spans();
    expect(day.map(({ begin, end, storeBegin }) => [formatTime(begin), end - begin, storeBegin])).toEqual([
      [begin, (23n * DAY) / 24n, time(localMidnight)],
    ]);
  });

  it('hold a day together where clocks go back over midnight', () => {
    // At 00:01 of the 7th it became 23:01 of the 6th again: from then on it is the 7th all the same.
    const { windows, spans } = cut('P1D', '2010-11-06T02:30:00Z', '2010-11-09T03:30:00Z', 'America/St_Johns');
    expect(spans().map(({ begin }) => formatTime(begin))).toEqual(
      ['06T02:30', '07T02:30', '08T03:30'].map((day) => `2010-11-${day}:00Z`),
    );
    expect(windows).toMatchObject({
      offsets: [{ seconds: -2.5 * 3600 }, { from: time('2010-11-07T03:30:00Z'), seconds: -3.5 * 3600 }],
    });
  });

  it('leave out a day that was left out', () => {
    expect(bounds('P1D', '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z', 'Pacific/Apia')).toEqual(
      ['2011-12-29', '2011-12-30', '2011-12-31'].map((date) => `${date}T10:00:00Z`),
    );
  });

  it('are weeks from Monday on, months, years, and so many days from 1970 on', () => {
    const period = ['2026-01-01T00:00:00+01:00', '2026-02-10T00:00:00+01:00', 'Europe/Paris'] as const;
    expect(bounds('P1W', ...period).slice(0, 2)).toEqual(['2025-12-28T23:00:00Z', '2026-01-04T23:00:00Z']);
    expect(bounds('P1M', ...period)).toEqual(
      ['2025-12-31', '2026-01-31', '2026-02-28'].map((date) => `${date}T23:00:00Z`),
    );
    expect(bounds('P1Y', ...period)).toEqual(['2025-12-31T23:00:00Z', '2026-12-31T23:00:00Z']);
    expect(bounds('P2D', '1970-01-01T00:00:00Z', '1970-01-03T00:00:00Z', 'Europe/Paris')).toEqual(
      ['1969-12-31', '1970-01-02', '1970-01-04'].map((date) => `${date}T23:00:00Z`),
    );
  });

  it('begin before 1970 where the zone is behind UTC', () => {
    expect(bounds('P1M', '1970-01-01T00:00:00Z', '1970-01-02T00:00:00Z', 'America/Los_Angeles')).toEqual(
      ['1969-12-01', '1970-01-01', '1970-02-01'].map((date) => `${date}T08:00:00Z`),
    );
  });

  it('are as many as a period can have', () => {
    const all = cutPeriod({ kind: 'CALENDAR', unit: 'MONTH' }, { from: EARLIEST, to: LATEST }, 'Asia/Gaza');
    expect(all.count).toBe(292 * 12 + 4);
    expect(all.spans().at(-1)?.end).toBeGreaterThan(LATEST);
  });
});

const zones = fc.constantFrom(...ZONES);
const calendars = fc.constantFrom('P1D', 'P2D', 'P7D', 'P366D', 'P1W', 'P1M', 'P1Y');
const lengths = fc.oneof(calendars, fc.constantFrom('PT1H', 'PT17M', 'PT24H'));
/** Near a change of the clocks more often than not. */
const periods = fc
  .tuple(
    zones,
    fc.integer({ min: 0, max: 2_000_000_000 }),
    fc.boolean(),
    fc.integer({ min: -172_800, max: 172_800 }),
    fc.integer({ min: 1, max: 200_000 }),
  )
  .map(([zone, second, nearChange, shift, length]) => {
    const around = Temporal.Instant.fromEpochMilliseconds(second * 1000).toZonedDateTimeISO(zone);
    const change = nearChange ? around.getTimeZoneTransition('next') : null;
    const near = (change ?? around).epochNanoseconds + BigInt(shift) * 1_000_000_000n;
    const from = near < EARLIEST ? EARLIEST : near;
    return { zone, period: { from, to: from + BigInt(length) * 1_000_000_007n } };
  });

describe('in every zone', () => {
  it('windows follow each other without gap or overlap, the first has the begin and the last the end of the period', () => {
    fc.assert(
      fc.property(periods, lengths, ({ zone, period }, window) => {
        const { count, spans } = cutPeriod(parseWindowLength(window)!, period, zone);
        const list = spans();
        expect(list.length).toBeLessThanOrEqual(count);
        expect(list.length).toBeGreaterThanOrEqual(count - 1);
        expect(list[0]!.begin <= period.from && period.from < list[0]!.end).toBe(true);
        expect(list.at(-1)!.begin < period.to && period.to <= list.at(-1)!.end).toBe(true);
        for (const [index, { begin, end }] of list.entries()) {
          expect(begin).toBeLessThan(end);
          if (index > 0) expect(begin).toBe(list[index - 1]!.end);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a day begins when Temporal says', () => {
    fc.assert(
      fc.property(periods, ({ zone, period }) => {
        for (const { begin, storeBegin } of cutPeriod(parseWindowLength('P1D')!, period, zone).spans()) {
          const date = formatTime(storeBegin).slice(0, 10);
          const day = Temporal.PlainDate.from(date).toZonedDateTime(zone);
          expect([zone, date, formatTime(begin)]).toEqual([zone, date, formatTime(day.epochNanoseconds)]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('the store puts a reading into the window that has its time', async () => {
    await fc.assert(
      fc.asyncProperty(periods, lengths, fc.float({ min: 0, max: 1, noNaN: true }), async (given, window, share) => {
        const { zone, period } = given;
        const { windows, spans } = cutPeriod(parseWindowLength(window)!, period, zone);
        const at = period.from + BigInt(Math.floor(share * Number(period.to - period.from - 1n)));
        const reading = { organizationId: 'o', deviceId: 'd', metric: 'm', time: at, value: 1, text: null };
        const [found] = await memoryReader([reading]).aggregate({
          ...{ organizationId: 'o', deviceIds: ['d'], metrics: ['m'], statistics: ['COUNT'] },
          ...{ ...period, windows },
        });
        const span = spans().find(({ begin, end }) => begin <= at && at < end);
        expect([zone, window, formatTime(at), found?.begin]).toEqual([zone, window, formatTime(at), span?.storeBegin]);
      }),
      { numRuns: 600 },
    );
  });
});
