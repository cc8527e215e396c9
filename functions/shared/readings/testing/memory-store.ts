import { groupBy } from '../../collections.ts';
import type { Nanoseconds } from '../../time.ts';
import { fromMilliseconds } from '../../time.ts';
import type {
  AggregatedWindow,
  AggregateQuery,
  DataPoint,
  MetricPeriod,
  OutlinedBin,
  OutlineQuery,
  PageQuery,
  Position,
  Reading,
  ReadingReader,
  ReadingStore,
  ReceivedReading,
  Windows,
} from '../store.ts';
import type { Numeric } from './statistics.ts';
import { plainStatistic } from './statistics.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

/** The store's contract in plain code. @param options.clock in ms since 1970, as `Date.now` */
export function memoryStore(options: { clock: () => number; retentionDays: number }): ReadingStore {
  const stored = new Map<string, ReceivedReading>();
  return {
    ...memoryReader({ [Symbol.iterator]: () => stored.values() }),
    write(readings) {
      const earliest = fromMilliseconds(options.clock()) - BigInt(options.retentionDays) * DAY;
      const rejected = readings.flatMap(({ time }, index) =>
        time < earliest ? [{ index, reason: 'It is too old' }] : [],
      );
      for (const reading of readings) {
        const key = [reading.organizationId, reading.deviceId, reading.metric, reading.time].join(' ');
        const before = stored.get(key);
        const isLater = !before || before.receivedAt < reading.receivedAt;
        if (reading.time >= earliest && isLater) stored.set(key, reading);
      }
      return Promise.resolve({ rejected, retryable: [] });
    },
  };
}

/** Of what `stored` has whenever it is asked. */
export function memoryReader(stored: Iterable<Reading>): ReadingReader {
  return {
    page: (query) => Promise.resolve(page(stored, query)),
    aggregate: (query) => Promise.resolve(aggregate(stored, query)),
    periods: (query) => Promise.resolve(periods(stored, query)),
    outline: (query) => Promise.resolve(outline(stored, query)),
  };
}

interface Selection extends Pick<PageQuery, 'organizationId' | 'metrics' | 'from' | 'to'> {
  deviceIds: readonly string[];
}

function select(stored: Iterable<Reading>, { organizationId, deviceIds, metrics, from, to }: Selection): Reading[] {
  return [...stored].filter(
    (reading) =>
      reading.organizationId === organizationId &&
      deviceIds.includes(reading.deviceId) &&
      (metrics === null || metrics.includes(reading.metric)) &&
      reading.time >= from &&
      reading.time < to,
  );
}

/** The numbers of series, each in order of time: by device, then by metric. */
function selectNumbers(stored: Iterable<Reading>, selection: Selection): (Reading & Numeric)[] {
  return select(stored, selection)
    .flatMap((reading) => (reading.value === null ? [] : [{ ...reading, value: reading.value }]))
    .sort(
      (one, other) =>
        order(one.deviceId, other.deviceId) || order(one.metric, other.metric) || order(one.time, other.time),
    );
}

function order<T extends string | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function page(stored: Iterable<Reading>, query: PageQuery): Reading[] {
  const sign = query.order === 'ASC' ? 1 : -1;
  const compare = (one: Position, other: Position) =>
    sign * (order(one.time, other.time) || order(one.metric, other.metric));
  const { after } = query;
  return select(stored, { ...query, deviceIds: [query.deviceId] })
    .filter((reading) => !after || compare(reading, after) > 0)
    .sort(compare)
    .slice(0, query.limit)
    .map(({ organizationId, deviceId, metric, time, value, text }) => ({
      organizationId,
      deviceId,
      metric,
      time,
      value,
      text,
    }));
}

function periods(stored: Iterable<Reading>, query: Pick<PageQuery, 'organizationId' | 'deviceId'>): MetricPeriod[] {
  const mine = [...stored]
    .filter(({ organizationId, deviceId }) => organizationId === query.organizationId && deviceId === query.deviceId)
    .sort((one, other) => order(one.metric, other.metric) || order(one.time, other.time));
  return [...groupBy(mine, ({ metric }) => metric)].map(([metric, readings]) => ({
    metric,
    first: readings[0]?.time ?? 0n,
    last: readings.at(-1)?.time ?? 0n,
  }));
}

function outline(stored: Iterable<Reading>, query: OutlineQuery): OutlinedBin[] {
  const points = selectNumbers(stored, { ...query, deviceIds: [query.deviceId] });
  const bins = groupBy(points, ({ metric, time }) => `${metric} ${time / query.bin}`);
  return [...bins.values()].flatMap((points) => {
    const [first] = points;
    const last = points.at(-1);
    if (!first || !last) return [];
    const byValue = points.toSorted((one, other) => one.value - other.value);
    const { metric, time } = first;
    const ends = { first: pointOf(first), last: pointOf(last) };
    const extremes = { smallest: pointOf(byValue[0] ?? first), largest: pointOf(byValue.at(-1) ?? last) };
    return [{ metric, begin: time - (time % query.bin), ...ends, ...extremes }];
  });
}

function pointOf({ time, value }: Numeric): DataPoint {
  return { time, value };
}

function aggregate(stored: Iterable<Reading>, query: AggregateQuery): AggregatedWindow[] {
  const keyOf = ({ deviceId, metric, time }: Reading) => `${deviceId} ${metric} ${windowBegin(query.windows, time)}`;
  return [...groupBy(selectNumbers(stored, query), keyOf).values()].map((group) => {
    const [{ deviceId, metric, time } = { deviceId: '', metric: '', time: 0n }] = group;
    const values = query.statistics.map((statistic) => plainStatistic(statistic, group));
    return { deviceId, metric, begin: windowBegin(query.windows, time), values };
  });
}

/** Begin of the window that a time is in, as {@link AggregatedWindow} has it. */
function windowBegin(windows: Windows, time: Nanoseconds): Nanoseconds {
  if (windows.kind === 'FIXED') return time - (time % windows.length);
  const offset = windows.offsets.findLast(({ from }) => from <= time)?.seconds ?? Number.NaN;
  const day = Math.floor(Number(time / SECOND + BigInt(offset)) / 86_400);
  const date = new Date(day * 86_400_000);
  const { unit } = windows;
  if (unit === 'WEEK') return BigInt(day - ((date.getUTCDay() + 6) % 7)) * DAY;
  if (unit === 'MONTH') return BigInt(date.setUTCDate(1)) * 1_000_000n;
  if (unit === 'YEAR') return BigInt(date.setUTCMonth(0, 1)) * 1_000_000n;
  return BigInt(Math.floor(day / unit.days) * unit.days) * DAY;
}
