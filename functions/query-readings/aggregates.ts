import * as v from 'valibot';
import { groupBy } from '../shared/collections.ts';
import type { AggregatedWindow, ReadingReader, Statistic } from '../shared/readings/store.ts';
import { STATISTICS } from '../shared/readings/store.ts';
import { formatTime } from '../shared/time.ts';
import type { Period } from './arguments.ts';
import {
  Declared,
  DeviceId,
  hasPeriod,
  isEachOnce,
  keyOf,
  Metrics,
  OrganizationId,
  storablePeriod,
  Time,
} from './arguments.ts';
import { fill, FILLS } from './fill.ts';
import { checkWindowCount } from './window-limit.ts';
import { parseWindowLength } from './window-length.ts';
import type { Span } from './windows.ts';
import { cutPeriod } from './windows.ts';
import { isZone } from './zone.ts';

const MAX_DEVICES = 50;

/** What a client asks, with the organization from its token and the metrics that the devices name. */
export const AggregatesRequest = v.pipe(
  v.object({
    field: v.literal('aggregates'),
    organizationId: OrganizationId,
    deviceIds: v.pipe(
      v.array(DeviceId),
      v.minLength(1, '`deviceIds` is empty; name at least one'),
      v.maxLength(MAX_DEVICES, `\`deviceIds\` names more than ${MAX_DEVICES}; ask for fewer`),
      v.check((ids) => isEachOnce(ids), '`deviceIds` names a device twice; name each once'),
    ),
    metrics: Metrics(50),
    from: Time('from'),
    to: Time('to'),
    window: v.pipe(
      v.string(),
      v.transform(parseWindowLength),
      v.custom<NonNullable<ReturnType<typeof parseWindowLength>>>(
        (length) => length !== undefined,
        '`window` is not one of PT1S to PT24H, P1D to P366D, P1W, P1M and P1Y: an ISO 8601 duration of one unit',
      ),
    ),
    statistics: v.pipe(
      v.array(v.picklist(STATISTICS)),
      v.minLength(1, '`statistics` is empty; name at least one'),
      v.check((statistics) => isEachOnce(statistics), '`statistics` names one twice; name each once'),
    ),
    fill: v.nullish(v.picklist(FILLS), 'NONE'),
    timeZone: v.nullish(
      v.pipe(
        v.string(),
        v.check(
          isZone,
          ({ input }) =>
            `\`timeZone\`: ${JSON.stringify(input.slice(0, 64))} is not in the IANA time zone database; it has names such as Europe/Paris`,
        ),
      ),
      'UTC',
    ),
    declared: Declared,
  }),
  hasPeriod(),
);
export type AggregatesRequest = v.InferOutput<typeof AggregatesRequest>;

type Figure = Lowercase<Statistic>;

const FIGURES: { readonly [S in Statistic]: Lowercase<S> } = {
  AVG: 'avg',
  MIN: 'min',
  MAX: 'max',
  SUM: 'sum',
  COUNT: 'count',
  FIRST: 'first',
  LAST: 'last',
  STDDEV: 'stddev',
  P50: 'p50',
  P90: 'p90',
  P95: 'p95',
  P99: 'p99',
};

/** `AggregateWindow` of the schema, with the statistics that were asked for. */
export type AggregateWindow = { begin: string; end: string; filled: boolean } & Partial<Record<Figure, number | null>>;

/** `AggregateSeries` of the schema. */
export interface AggregateSeries {
  deviceId: string;
  metric: string;
  unit: string | null;
  windows: AggregateWindow[];
}

/**
 * The statistics of every device and metric, window by window.
 * @throws SondeError `LimitExceededError` where there would be too many windows, before the store is asked; and what the store throws
 */
export async function aggregateSeries(request: AggregatesRequest, store: ReadingReader): Promise<AggregateSeries[]> {
  const { deviceIds, metrics, declared } = request;
  const period = storablePeriod(request);
  const windowsOf = period ? await readWindows(request, period, store) : () => [];
  return deviceIds.flatMap((deviceId) =>
    metrics.map((metric) => {
      const unit = declared.unitOf(deviceId, metric);
      return { deviceId, metric, unit, windows: windowsOf(deviceId, metric) };
    }),
  );
}

type WindowsOf = (deviceId: string, metric: string) => AggregateWindow[];

async function readWindows(request: AggregatesRequest, period: Period, store: ReadingReader): Promise<WindowsOf> {
  const { organizationId, deviceIds, metrics, statistics, timeZone: zone } = request;
  const { windows, count, spans } = cutPeriod(request.window, period, zone);
  checkWindowCount(count, { series: deviceIds.length * metrics.length, period, zone });
  const found = await store.aggregate({ organizationId, deviceIds, metrics, ...period, windows, statistics });
  const bySeries = groupBy(found, ({ deviceId, metric }) => keyOf(deviceId, metric));
  const timeline = timelineOf(spans());
  return (deviceId, metric) => windowsOfSeries(request, timeline, bySeries.get(keyOf(deviceId, metric)) ?? []);
}

/** The windows of a period, which all series share. */
interface Timeline {
  spans: readonly Span[];
  /** Begin and end of each span. */
  times: readonly { begin: string; end: string }[];
  /** Where each span is, by the begin that the store gives. */
  indexes: ReadonlyMap<bigint, number>;
}

function timelineOf(spans: readonly Span[]): Timeline {
  return {
    spans,
    times: spans.map(({ begin, end }) => ({ begin: formatTime(begin), end: formatTime(end) })),
    indexes: new Map(spans.map(({ storeBegin }, index) => [storeBegin, index])),
  };
}

function windowsOfSeries(
  { statistics, fill: how }: AggregatesRequest,
  { spans, times, indexes }: Timeline,
  found: readonly AggregatedWindow[],
): AggregateWindow[] {
  const measured = spans.map((): AggregatedWindow | null => null);
  for (const window of found) {
    const index = indexes.get(window.begin);
    if (index === undefined) throw new Error(`The store knows another window, from ${window.begin.toString()} ns on`);
    measured[index] = window;
  }
  const columns = statistics.map((statistic, column) => {
    const values = measured.map((window) => window?.values[column] ?? null);
    if (how === 'NONE') return values;
    // What is counted is there or not: no reading is made up.
    if (statistic === 'COUNT') return values.map((value) => value ?? 0);
    const begins = spans.map(({ begin }) => begin);
    return fill(how, { begins, measured: measured.map((window) => window !== null), values });
  });
  const names = statistics.map((statistic) => FIGURES[statistic]);
  return times.flatMap((time, index) => {
    const filled = measured[index] === null;
    if (filled && how === 'NONE') return [];
    const figures = Object.fromEntries(names.map((name, column) => [name, columns[column]?.[index] ?? null]));
    return [{ ...time, filled, ...figures }];
  });
}
