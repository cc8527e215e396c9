import type { Nanoseconds } from '../../time.ts';
import { fromMilliseconds } from '../../time.ts';
import type { ExtractionJob } from '../store.ts';
import { readAhead } from './exporter-ahead.ts';
import { longRows, wideRows } from './exporter-raw.ts';
import type { RowPosition, Rows } from './exporter-rows.ts';
import { windowRows } from './exporter-windows.ts';
import type { Source, UnmergedHours } from './hours.ts';
import { hoursOf, keptPeriod, metricsOf, readHours, unmergedHours } from './hours.ts';
import { hourBegin, partitionOf } from './keys.ts';

/** How many metrics are read at a time, of how many devices it takes: one with few readings takes as long as DynamoDB needs to answer. */
const METRICS_AT_A_TIME = 8;
/** How many rows of each are ready before they are asked for. */
const ROWS_AHEAD = 8192;

/** From the time of a row to where the next one may begin. */
export function stepOf({ aggregation }: Pick<ExtractionJob, 'aggregation'>): Nanoseconds {
  return aggregation?.window ?? 1n;
}

/**
 * The rows of an export from a position on: device by device in order of id, metric by metric where each row has one, in order of time. The next devices
 * and metrics are read while the first one is taken.
 */
export async function* readRows(
  job: ExtractionJob,
  start: RowPosition | null,
  options: Omit<Source, 'signal'>,
): AsyncGenerator<Rows, void, undefined> {
  const ending = new AbortController();
  const source = { ...options, signal: ending.signal };
  const metrics = job.layout === 'WIDE' ? (job.metrics?.length ?? 1) : 1;
  const sources = Math.ceil(METRICS_AT_A_TIME / metrics);
  try {
    const devices = devicesOf(job, start, source);
    const units = unitsOf(job, start, readAhead(devices, { sources: METRICS_AT_A_TIME, size: 1, sizeOf: () => 1 }));
    const toRead = opened(units, (unit) => readUnit(job, unit, source));
    yield* readAhead(toRead, { sources, size: ROWS_AHEAD, sizeOf: ({ offsets }) => offsets.length });
  } finally {
    ending.abort();
  }
}

/** A device of which something is to be read. */
interface Device {
  id: string;
  /** Those to be read, in order. */
  metrics: readonly string[];
  period: Period;
  unmerged: UnmergedHours;
  /** How much of all has been read before it, and with it. */
  share: Share;
}

/** What is read by itself: a device, or one of its metrics. */
interface Unit extends Omit<Device, 'metrics'> {
  /** Null where a row has all metrics. */
  metric: string | null;
}

interface Period {
  from: Nanoseconds;
  to: Nanoseconds;
}

interface Share {
  begin: number;
  end: number;
}

async function* devicesOf(
  job: ExtractionJob,
  start: RowPosition | null,
  source: Source,
): AsyncGenerator<() => AsyncIterable<Device>> {
  const ids = [...new Set(job.deviceIds ?? (await job.devices()))].sort();
  for (const [index, id] of ids.entries()) {
    if (start && id < start.deviceId) continue;
    const share = { begin: index / ids.length, end: (index + 1) / ids.length };
    yield async function* () {
      const period = keptPeriod(job, source);
      if (!period) return;
      const pk = partitionOf({ organizationId: job.organizationId, deviceId: id });
      const unmerged = await unmergedHours(pk, hoursOf(period), source);
      const metrics = job.metrics?.toSorted() ?? (await metricsOf(pk, source));
      yield { id, metrics, period, unmerged, share };
    };
  }
}

async function* unitsOf(
  { layout }: ExtractionJob,
  start: RowPosition | null,
  devices: AsyncIterable<Device>,
): AsyncGenerator<Unit> {
  for await (const { metrics, ...device } of devices) {
    const units = layout === 'WIDE' ? [null] : metrics;
    const { begin, end } = device.share;
    for (const [index, metric] of units.entries()) {
      const within = (units: number) => begin + ((end - begin) * units) / metrics.length;
      const share = layout === 'WIDE' ? device.share : { begin: within(index), end: within(index + 1) };
      const period = periodFrom(start, { ...device, metric });
      if (period.from < period.to) yield { ...device, metric, share, period };
    }
  }
}

/** What is left of a unit's period where reading goes on from a position. */
function periodFrom(start: RowPosition | null, { id, metric, period }: Pick<Unit, 'id' | 'metric' | 'period'>): Period {
  if (start?.deviceId !== id) return period;
  if (start.metric !== metric) return (metric ?? '') < (start.metric ?? '') ? { ...period, to: period.from } : period;
  return { ...period, from: start.from > period.from ? start.from : period.from };
}

async function* opened<T, R>(items: AsyncIterable<T>, open: (item: T) => AsyncIterable<R>) {
  for await (const item of items) yield () => open(item);
}

async function* readUnit(job: ExtractionJob, unit: Unit, source: Source): AsyncGenerator<Rows> {
  const { id: deviceId, metric, period, share } = unit;
  const past = pastOf(period, source);
  for await (const { end, ...rows } of job.aggregation
    ? windowsOf(job.aggregation, job, unit, source)
    : readingsOf(job, unit, source)) {
    const progress = share.begin + (share.end - share.begin) * partOf(past, end);
    yield { deviceId, metric, ...rows, progress };
  }
}

/** Rows, and by when there are no more that have not come yet. */
type RowsUpTo = Pick<Rows, 'begin' | 'offsets' | 'cells'> & { end: Nanoseconds };

async function* readingsOf(job: ExtractionJob, unit: Unit, source: Source): AsyncGenerator<RowsUpTo> {
  const { metric, period, unmerged } = unit;
  const metrics = metricsToRead(job, unit);
  const runs = { metrics, unmerged };
  const query = { pk: pkOf(job, unit), metrics, ...period, order: 'ASC' as const, stretches: [hoursOf(period)], runs };
  for await (const merged of readHours(query, source)) {
    const rows = metric === null ? wideRows(metrics, merged) : longRows(metric, merged);
    if (rows) yield { ...rows, end: hourBegin(merged.hour + 1) };
  }
}

async function* windowsOf(
  { window, statistics }: NonNullable<ExtractionJob['aggregation']>,
  job: ExtractionJob,
  unit: Unit,
  source: Source,
): AsyncGenerator<RowsUpTo> {
  const { period, unmerged } = unit;
  const query = { pk: pkOf(job, unit), metrics: metricsToRead(job, unit), ...period, unmerged, window, statistics };
  for await (const rows of windowRows(query, source))
    yield { ...rows, end: rows.begin + BigInt(rows.offsets.at(-1) ?? 0) + window };
}

function metricsToRead({ metrics }: ExtractionJob, { metric }: Unit): readonly string[] {
  return metric === null ? (metrics ?? []) : [metric];
}

function pkOf({ organizationId }: ExtractionJob, { id }: Unit): string {
  return partitionOf({ organizationId, deviceId: id });
}

/** What of a period has passed: most of what is ahead has no readings yet. */
function pastOf({ from, to }: Period, { clock }: Source): Period {
  const now = fromMilliseconds(clock());
  return { from, to: from < now && now < to ? now : to };
}

/** How much of a period is before a time, from 0 to 1. */
function partOf({ from, to }: Period, time: Nanoseconds): number {
  return Math.min(1, Math.max(0, Number(time - from) / Number(to - from)));
}
