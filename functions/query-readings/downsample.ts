import * as v from 'valibot';
import { groupBy } from '../shared/collections.ts';
import { mapConcurrently } from '../shared/concurrency.ts';
import type { DataPoint, OutlinedBin, ReadingReader } from '../shared/readings/store.ts';
import { formatTime } from '../shared/time.ts';
import type { Period } from './arguments.ts';
import { Count, Declared, DeviceId, hasPeriod, Metrics, OrganizationId, storablePeriod, Time } from './arguments.ts';
import { largestTriangles } from './lttb.ts';

/** What a client asks, with the organization from its token and the metrics that the device names. */
export const DownsampleRequest = v.pipe(
  v.object({
    field: v.literal('downsample'),
    organizationId: OrganizationId,
    deviceId: DeviceId,
    metrics: Metrics(10),
    from: Time('from'),
    to: Time('to'),
    points: v.nullish(Count('points', 4, 5000), 500),
    declared: Declared,
  }),
  hasPeriod(),
);
export type DownsampleRequest = v.InferOutput<typeof DownsampleRequest>;

/** `DownsampledSeries` of the schema. */
export interface DownsampledSeries {
  deviceId: string;
  metric: string;
  unit: string | null;
  points: { time: string; value: number }[];
}

const MILLISECOND = 1_000_000n;
const HOUR = 3_600_000n * MILLISECOND;
const QUERIES_AT_ONCE = 4;

/**
 * Each metric as a line that has the shape of all its readings. The store gives the outline of about `points` bins, so there are up to four times as
 * many to choose from. Throws what the store throws.
 */
export async function downsampledSeries(
  request: DownsampleRequest,
  store: ReadingReader,
): Promise<DownsampledSeries[]> {
  const { organizationId, deviceId, metrics, points: most, declared } = request;
  const series = (metric: string, points: readonly DataPoint[]): DownsampledSeries => ({
    deviceId,
    metric,
    unit: declared.unitOf(deviceId, metric),
    points: points.map(({ time, value }) => ({ time: formatTime(time), value })),
  });
  const period = storablePeriod(request);
  if (!period) return metrics.map((metric) => series(metric, []));
  const bins = await store.outline({ organizationId, deviceId, metrics, ...period, bin: binOf(period, most) });
  const outlines = groupBy(bins, ({ metric }) => metric);
  return mapConcurrently(metrics, QUERIES_AT_ONCE, async (metric) => {
    const outline = (outlines.get(metric) ?? []).map(pointsOf);
    const points = await enough(outline, { request, period, metric, store });
    return series(metric, largestTriangles(points, most));
  });
}

/**
 * The shortest bin that a period has no more than `most` times: a whole number of milliseconds, and of hours where it is an hour or more. For a store may
 * keep the first, last, smallest and largest of each hour, and need not read the readings then. Nothing is lost by it: a bin that becomes twice as long
 * still gives up to four points to choose from.
 */
function binOf({ from, to }: Period, most: number): bigint {
  const bin = roundUp(to - from, BigInt(most) * MILLISECOND) / BigInt(most);
  return bin < HOUR ? bin : roundUp(bin, HOUR);
}

function roundUp(time: bigint, unit: bigint): bigint {
  return ((time + unit - 1n) / unit) * unit;
}

/** The points of a bin, each once, in order of time. */
function pointsOf({ first, last, smallest, largest }: OutlinedBin): DataPoint[] {
  const byTime = new Map([first, smallest, largest, last].map((point) => [point.time, point]));
  return [...byTime.values()].sort((one, other) => (one.time < other.time ? -1 : 1));
}

interface Search {
  request: DownsampleRequest;
  period: Period;
  metric: string;
  store: ReadingReader;
}

/** What to choose from. @param outline the points of each bin */
async function enough(outline: readonly DataPoint[][], search: Search): Promise<DataPoint[]> {
  const points = outline.flat();
  // More than one reading in a bin may stand for others.
  const isWhole = points.length === outline.length;
  if (points.length > search.request.points || isWhole) return points;
  return (await readAll(search)) ?? (await lookCloser(points, search)) ?? points;
}

/** The whole series; undefined where it has more readings than were asked for. */
async function readAll({ request, period, metric, store }: Search): Promise<DataPoint[] | undefined> {
  const { organizationId, deviceId, points: most } = request;
  const limit = most + 1;
  const query = { organizationId, deviceId, metrics: [metric], ...period, order: 'ASC', after: null, limit } as const;
  const readings = await store.page(query);
  if (readings.length > most) return undefined;
  return readings.flatMap(({ time, value }) => (value === null ? [] : [{ time, value }]));
}

/** The outline of no more than the time that has readings; undefined where that needs bins as long as before. */
async function lookCloser(
  points: readonly DataPoint[],
  { request, period, metric, store }: Search,
): Promise<DataPoint[] | undefined> {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  const { organizationId, deviceId, points: most } = request;
  const closer = { from: first.time, to: last.time + 1n };
  const bin = binOf(closer, most);
  if (bin >= binOf(period, most)) return undefined;
  const bins = await store.outline({ organizationId, deviceId, metrics: [metric], ...closer, bin });
  return bins.flatMap(pointsOf);
}
