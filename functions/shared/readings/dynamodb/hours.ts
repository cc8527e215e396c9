import type { Nanoseconds } from '../../time.ts';
import { LATEST } from '../../time.ts';
import { groupBy } from '../../collections.ts';
import { blockHours } from './block-hours.ts';
import { earliestKept } from './expiry.ts';
import { textOf } from './item.ts';
import type { Hour } from './keys.ts';
import { hourBegin, hourOf, METRICS, parseSortKey, marksOf } from './keys.ts';
import { withoutDeleted } from './live.ts';
import { mergeSeries, sliceSeries } from './merge.ts';
import { demandOf } from './pace.ts';
import { runHours } from './run-hours.ts';
import type { Series } from './series.ts';
import type { Order, Source, Stretch } from './stretches.ts';
import { stretchesOf } from './stretches.ts';

export type { Source } from './stretches.ts';

export interface HoursQuery {
  pk: string;
  /** Null for all that the device has. */
  metrics: readonly string[] | null;
  /** The earliest time that is in. */
  from: Nanoseconds;
  /** The earliest time that is no longer in. */
  to: Nanoseconds;
  order: Order;
  /** How many readings are wanted: not much more is read than these need. Unless given, all are, and much is read ahead. */
  limit?: number;
}

/** The readings of an hour that are in the period, by metric: those that were deleted are left out, and so is a metric without any. */
export interface MergedHour {
  hour: Hour;
  series: ReadonlyMap<string, Series>;
}

/** The hours of a device that have runs which may not be in blocks and summaries yet. */
export type UnmergedHours = ReadonlySet<Hour>;

/**
 * The readings of a device, hour by hour in order, with all that was written before they were asked for, merged into blocks or not. Hours without any are
 * left out, and so is what is older than the retention. Rejects as the table does.
 */
export async function* mergedHours(query: HoursQuery, source: Source): AsyncGenerator<MergedHour> {
  const period = keptPeriod(query, source);
  if (!period) return;
  const stretch = hoursOf(period);
  // What is unmerged comes first: a merge that ends after that only moves what is read anyway.
  const unmerged = await unmergedHours(query.pk, stretch, source);
  const metrics = query.metrics ?? (await metricsInBlocks(query.pk, source));
  const runs = { metrics: query.metrics, unmerged };
  yield* readHours({ ...query, ...period, metrics, stretches: [stretch], runs }, source);
}

/** The names of all metrics that a device has, or has had, readings of, in order. */
export async function metricsOf(pk: string, source: Source): Promise<string[]> {
  const all = { first: 0, last: hourOf(LATEST) };
  const unmerged = await unmergedHours(pk, all, source);
  const metrics = new Set(await metricsInBlocks(pk, source));
  const query = { pk, metrics: null, stretches: stretchesOf(unmerged), order: 'ASC', requests: REQUESTS } as const;
  for await (const { series } of runHours(query, source)) for (const metric of series.keys()) metrics.add(metric);
  return [...metrics].sort();
}

/** How many requests are under way at a time, of all metrics together. */
const REQUESTS = 8;

/** What of a period is kept; null where nothing is. */
export function keptPeriod(
  { from, to }: { from: Nanoseconds; to: Nanoseconds },
  { clock, retentionDays }: Source,
): { from: Nanoseconds; to: Nanoseconds } | null {
  const earliest = earliestKept(clock(), retentionDays);
  const kept = { from: from < earliest ? earliest : from, to };
  return kept.from < kept.to ? kept : null;
}

/** The hours that have a part of a period. */
export function hoursOf({ from, to }: { from: Nanoseconds; to: Nanoseconds }): Stretch {
  return { first: hourOf(from), last: hourOf(to - 1n) };
}

/** Those of a stretch, in order of time. */
export async function unmergedHours(pk: string, { first, last }: Stretch, source: Source): Promise<UnmergedHours> {
  const hours = new Set<Hour>();
  for await (const page of source.table.query({ pk, ...marksOf(first, last) }, source.signal))
    for (const item of page) {
      const key = parseSortKey(textOf(item, 'sk'));
      if (key.kind === 'mark') hours.add(key.hour);
    }
  return hours;
}

/** The metrics that have blocks. To be asked for after what is unmerged. */
export async function metricsInBlocks(pk: string, source: Source): Promise<string[]> {
  const metrics: string[] = [];
  for await (const page of source.table.query({ pk, ...METRICS }, source.signal))
    for (const item of page) {
      const key = parseSortKey(textOf(item, 'sk'));
      if (key.kind === 'metric') metrics.push(key.metric);
    }
  return metrics;
}

export interface ReadHoursQuery extends HoursQuery {
  /** Of the blocks. */
  metrics: readonly string[];
  /** What is to be read, in order of time. */
  stretches: readonly Stretch[];
  runs: {
    /** Of the runs; null for all of them. */
    metrics: readonly string[] | null;
    /** The hours whose runs are to be read. */
    unmerged: UnmergedHours;
  };
}

/** What is known of an hour from one stream of hours. */
interface HourParts {
  hour: Hour;
  parts: Iterable<readonly [string, Series]>;
}

/** {@link mergedHours} of some stretches, where it is known what is unmerged. */
export async function* readHours(query: ReadHoursQuery, source: Source): AsyncGenerator<MergedHour> {
  const { from, to, order } = query;
  for await (const { hour, parts } of aligned(streamsOf(query, source), order)) {
    source.signal.throwIfAborted();
    const series = new Map<string, Series>();
    for (const [metric, group] of groupBy(parts, ([metric]) => metric)) {
      const merged = mergeSeries(group.map(([, series]) => series));
      const isWhole = hourBegin(hour) >= from && hourBegin(hour + 1) <= to;
      const live = withoutDeleted(isWhole ? merged : sliceSeries(merged, from, to));
      if (live.offsets.length > 0) series.set(metric, live);
    }
    if (series.size > 0) yield { hour, series };
  }
}

function streamsOf(
  { pk, metrics, stretches, order, runs, limit }: ReadHoursQuery,
  source: Source,
): AsyncGenerator<HourParts>[] {
  const demand = limit === undefined ? undefined : demandOf(limit, metrics.length);
  const requests = Math.max(2, Math.floor(REQUESTS / Math.max(1, metrics.length)));
  async function* ofBlocks(metric: string): AsyncGenerator<HourParts> {
    const wanted = demand?.stream();
    const pace = wanted ? { requests: 1, hours: Infinity, pageSize: wanted.pageSize } : { requests, hours: Infinity };
    for await (const { hour, series, blocks } of blockHours({ pk, metric, stretches, order, pace }, source)) {
      wanted?.found(blocks, withoutDeleted(series).offsets.length);
      yield { hour, parts: [[metric, series]] };
    }
    wanted?.end();
  }
  async function* ofRuns(): AsyncGenerator<HourParts> {
    const unmerged = stretchesOf(hoursIn(stretches, runs.unmerged));
    const query = { pk, metrics: runs.metrics, stretches: unmerged, order, requests: demand ? 1 : requests };
    for await (const { hour, series } of runHours(query, source)) yield { hour, parts: series };
  }
  return [...metrics.map(ofBlocks), ofRuns()];
}

function hoursIn(stretches: readonly Stretch[], unmerged: UnmergedHours): Hour[] {
  return [...unmerged].filter((hour) => stretches.some(({ first, last }) => first <= hour && hour <= last));
}

/** Streams side by side: for every hour that one of them has, what all have of it. They are asked for more only when more is asked for. */
async function* aligned(streams: readonly AsyncGenerator<HourParts>[], order: Order): AsyncGenerator<HourParts> {
  try {
    let heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
    for (;;) {
      heads = heads.filter(({ next }) => next.done !== true);
      const hours = heads.flatMap(({ next }) => (next.done === true ? [] : [next.value.hour]));
      if (hours.length === 0) return;
      const hour = order === 'ASC' ? Math.min(...hours) : Math.max(...hours);
      const values = heads.flatMap(({ next }) => (next.done === true || next.value.hour !== hour ? [] : [next.value]));
      yield { hour, parts: values.flatMap(({ parts }) => [...parts]) };
      heads = await Promise.all(
        heads.map(async ({ stream, next }) => {
          const isTaken = next.done !== true && next.value.hour === hour;
          return { stream, next: isTaken ? await stream.next() : next };
        }),
      );
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return(undefined)));
  }
}
