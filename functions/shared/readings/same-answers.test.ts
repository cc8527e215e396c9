import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARLIEST } from '../time.ts';
import { offsetsOf } from './testing/calendar.ts';
import { histories, HISTORY_METRICS, HISTORY_ZONES, historyOf, live, times } from './testing/history.ts';
import { expectSameBins, expectSameWindows } from './testing/same.ts';
import { startDynamoDb, startMemory, startTimestream } from './testing/stores.ts';
import type { Position, ReadingReader, Windows } from './store.ts';
import { STATISTICS } from './store.ts';
import { organizationId, useStore } from './testing/suite/cases.ts';

const MILLISECOND = 1_000_000n;
const SECOND = 1000n * MILLISECOND;
const HOUR = 3600n * SECOND;
const DAY = 24n * HOUR;

const periods = fc
  .oneof(
    fc.tuple(times, times),
    fc.tuple(times, fc.bigInt({ min: 1n, max: 6n * HOUR })).map(([a, b]) => [a, a + b]),
  )
  .map((ends) => ends.toSorted((one, other) => (one < other ? -1 : 1)))
  .map(([from = EARLIEST, to = EARLIEST]) => ({ from, to: to + 1n }));
const metrics = fc.uniqueArray(fc.constantFrom(...HISTORY_METRICS), { minLength: 1 });
const fixed = fc.constantFrom(SECOND, 60n * SECOND, HOUR / 3n, HOUR, 5400n * SECOND, 5n * HOUR, DAY, 30n * DAY);
const units = fc.constantFrom(
  { days: 1 },
  { days: 1 },
  { days: 3 },
  'WEEK' as const,
  'MONTH' as const,
  'YEAR' as const,
);

const questions = {
  pages: fc.record({
    period: periods,
    metrics: fc.option(metrics),
    order: fc.constantFrom('ASC' as const, 'DESC' as const),
    limit: fc.constantFrom(1, 2, 3, 10, 100, 1000),
    after: fc.option(fc.record({ time: times, metric: fc.constantFrom(...HISTORY_METRICS) })),
    device: fc.nat(1),
  }),
  windows: fc.record({
    period: periods,
    metrics,
    windows: fc.oneof(fixed, fc.record({ unit: units, zone: fc.constantFrom(...HISTORY_ZONES) })),
    devices: fc.constantFrom([0], [1], [1, 0]),
  }),
  bins: fc.record({
    period: periods,
    metrics,
    bin: fc.constantFrom(
      MILLISECOND,
      300n * MILLISECOND,
      60n * SECOND,
      HOUR / 2n,
      HOUR,
      5400n * SECOND,
      DAY,
      41n * HOUR,
    ),
    device: fc.nat(1),
  }),
};

function windowsOf(drawn: Drawn<typeof questions.windows>): Windows {
  const { windows, period } = drawn;
  if (typeof windows === 'bigint') return { kind: 'FIXED', length: windows };
  const { unit, zone } = windows;
  return { kind: 'CALENDAR', unit, offsets: offsetsOf(zone, period.from, period.to) };
}
type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;

const many = { minLength: 5, maxLength: 15 };

describe.each([
  ['Timestream', startTimestream],
  ['DynamoDB', startDynamoDb],
])('%s', (_, start) => {
  const contract = useStore(startMemory);
  const store = useStore(start);

  it('answers what plain code does, whatever devices sent, and however it came', async () => {
    const asked = fc.record({
      pages: fc.array(questions.pages, many),
      windows: fc.array(questions.windows, many),
      bins: fc.array(questions.bins, many),
    });
    await fc.assert(
      fc.asyncProperty(histories, asked, async (drawn, { pages, windows, bins }) => {
        const history = historyOf(drawn);
        await live(contract(), history);
        await live(store(), history);
        const { deviceIds } = history;
        for (const deviceId of deviceIds) {
          const device = { organizationId, deviceId };
          expect(await store().periods(device)).toEqual(await contract().periods(device));
        }
        for (const { period, device, ...page } of pages) {
          const query = { organizationId, deviceId: deviceIds[device] ?? '', ...period, ...page };
          await expectSamePages(store(), contract(), query);
        }
        for (const drawn of windows) {
          const devices = drawn.devices.map((index) => deviceIds[index] ?? '');
          const { period, metrics } = drawn;
          const base = { organizationId, deviceIds: devices, metrics, ...period };
          const query = { ...base, windows: windowsOf(drawn), statistics: STATISTICS };
          expectSameWindows(query, await store().aggregate(query), await contract().aggregate(query));
        }
        for (const { period, metrics, bin, device } of bins) {
          const query = { organizationId, deviceId: deviceIds[device] ?? '', metrics, ...period, bin };
          expectSameBins(await store().outline(query), await contract().outline(query));
        }
      }),
      // A smaller case would take minutes to find.
      { numRuns: 10, endOnFailure: true },
    );
  }, 120_000);
});

/** The first three pages, and the one after a place that may be none's. */
async function expectSamePages(
  actual: ReadingReader,
  expected: ReadingReader,
  query: Parameters<ReadingReader['page']>[0],
): Promise<void> {
  let after: Position | null = query.after;
  for (let pages = 0; pages < 3; pages++) {
    const page = await expected.page({ ...query, after });
    expect(await actual.page({ ...query, after })).toEqual(page);
    const last = page.at(-1);
    if (!last) return;
    after = { time: last.time, metric: last.metric };
  }
}
