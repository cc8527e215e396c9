import type {
  AggregatedWindow,
  AggregateQuery,
  DataPoint,
  PageQuery,
  Reading,
  ReadingReader,
  Statistic,
  Windows,
} from '../../shared/readings/store.ts';
import { groupBy } from '../../shared/collections.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

/** The store's contract in plain code. */
export function memoryReader(stored: readonly Reading[]): ReadingReader {
  return {
    page({ metrics, from, to, order, after, limit }) {
      const sign = order === 'ASC' ? 1 : -1;
      const compare = (one: Place, other: Place) => sign * comparePlaces(one, other);
      const found = inPeriod(stored, { from, to, metrics })
        .filter((reading) => !after || compare(reading, after) > 0)
        .sort(compare);
      return Promise.resolve(found.slice(0, limit));
    },
    aggregate(query) {
      return Promise.resolve(aggregate(stored, query));
    },
    periods({ deviceId }) {
      const mine = stored.filter((reading) => reading.deviceId === deviceId);
      const periods = [...groupBy(mine, ({ metric }) => metric)].map(([metric, readings]) => {
        const times = readings.map(({ time }) => time).sort(compareTimes);
        return { metric, first: times[0] ?? 0n, last: times.at(-1) ?? 0n };
      });
      return Promise.resolve(periods.sort((one, other) => (one.metric < other.metric ? -1 : 1)));
    },
    outline({ metrics, from, to, bin }) {
      const points = inPeriod(stored, { from, to, metrics }).sort(comparePlaces).flatMap(numeric);
      const bins = groupBy(points, ({ metric, time }) => `${metric} ${time / bin}`);
      const outlined = [...bins.values()].flatMap((points) => {
        const [first] = points;
        const last = points.at(-1);
        if (!first || !last) return [];
        const byValue = [...points].sort((one, other) => one.value - other.value);
        const { metric, time } = first;
        const ends = { first: pointOf(first), last: pointOf(last) };
        const extremes = { smallest: pointOf(byValue[0] ?? first), largest: pointOf(byValue.at(-1) ?? last) };
        return [{ metric, begin: (time / bin) * bin, ...ends, ...extremes }];
      });
      return Promise.resolve(outlined);
    },
  };
}

type Place = Pick<Reading, 'time' | 'metric'>;
type Numeric = Reading & { value: number };

function comparePlaces(one: Place, other: Place): number {
  return compareTimes(one.time, other.time) || (one.metric < other.metric ? -1 : one.metric > other.metric ? 1 : 0);
}

function compareTimes(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function inPeriod(
  stored: readonly Reading[],
  { from, to, metrics }: Pick<PageQuery, 'from' | 'to' | 'metrics'>,
): Reading[] {
  return stored.filter(
    ({ time, metric }) => time >= from && time < to && (metrics === null || metrics.includes(metric)),
  );
}

function numeric(reading: Reading): Numeric[] {
  return reading.value === null ? [] : [{ ...reading, value: reading.value }];
}

function pointOf({ time, value }: Numeric): DataPoint {
  return { time, value };
}

function aggregate(stored: readonly Reading[], query: AggregateQuery): AggregatedWindow[] {
  const readings = inPeriod(stored, query)
    .filter(({ deviceId }) => query.deviceIds.includes(deviceId))
    .sort(comparePlaces)
    .flatMap(numeric);
  const keyOf = ({ deviceId, metric, time }: Reading) => `${deviceId} ${metric} ${beginOf(query.windows, time)}`;
  return [...groupBy(readings, keyOf).values()].map((group) => {
    const [{ deviceId, metric, time } = { deviceId: '', metric: '', time: 0n }] = group;
    const figures = group.map(({ value }) => value);
    const values = query.statistics.map((statistic) => figureOf(statistic, figures));
    return { deviceId, metric, begin: beginOf(query.windows, time), values };
  });
}

function beginOf(windows: Windows, time: bigint): bigint {
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

function figureOf(statistic: Statistic, values: readonly number[]): number | null {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case 'SUM':
      return sum;
    case 'AVG':
      return sum / values.length;
    case 'COUNT':
      return values.length;
    case 'MIN':
      return Math.min(...values);
    case 'MAX':
      return Math.max(...values);
    case 'FIRST':
      return values[0] ?? null;
    case 'LAST':
      return values.at(-1) ?? null;
    case 'STDDEV':
    case 'P50':
    case 'P90':
    case 'P95':
    case 'P99':
      throw new Error(`The store of the tests has no ${statistic}`);
  }
}
