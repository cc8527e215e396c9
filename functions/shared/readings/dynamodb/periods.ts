import { mapConcurrently } from '../../concurrency.ts';
import type { Nanoseconds } from '../../time.ts';
import { EARLIEST, LATEST } from '../../time.ts';
import type { MetricPeriod, PageQuery } from '../store.ts';
import { hoursOf, keptPeriod, metricsInBlocks, readHours, unmergedHours } from './hours.ts';
import { partitionOf } from './keys.ts';
import { at, type Series } from './series.ts';
import type { Order, Source, Stretch } from './stretches.ts';
import { between, stretchesOf } from './stretches.ts';

const METRICS_AT_ONCE = 8;

type Period = Pick<MetricPeriod, 'first' | 'last'>;

/** The first and the last reading of every metric. What is unmerged is read in one pass for all metrics, of the rest only the ends of each. */
export async function periods(
  query: Pick<PageQuery, 'organizationId' | 'deviceId'>,
  source: Source,
): Promise<MetricPeriod[]> {
  const period = keptPeriod({ from: EARLIEST, to: LATEST + 1n }, source);
  if (!period) return [];
  const pk = partitionOf(query);
  const unmerged = await unmergedHours(pk, hoursOf(period), source);
  const metrics = await metricsInBlocks(pk, source);
  const found = new Map<string, Period>();
  const runs = { metrics: null, unmerged };
  const stretches = stretchesOf(unmerged);
  const merged = between(stretches, hoursOf(period));
  for await (const { series } of readHours({ pk, metrics, ...period, order: 'ASC', stretches, runs }, source))
    for (const [metric, readings] of series) extend(found, metric, periodOf(readings));
  await mapConcurrently(metrics, METRICS_AT_ONCE, async (metric) => {
    const search = { pk, metric, period, stretches: merged };
    const ends = await Promise.all([endOf(search, 'ASC', source), endOf(search, 'DESC', source)]);
    for (const end of ends) if (end) extend(found, metric, end);
  });
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([metric, ends]) => ({ metric, ...ends }));
}

interface Search {
  pk: string;
  metric: string;
  period: { from: Nanoseconds; to: Nanoseconds };
  /** Those that are merged. */
  stretches: readonly Stretch[];
}

/** The first hour, in an order, that has a reading which was not deleted. */
async function endOf({ pk, metric, period, stretches }: Search, order: Order, source: Source): Promise<Period | null> {
  const runs = { metrics: [], unmerged: new Set<number>() };
  const query = { pk, metrics: [metric], ...period, order, stretches, runs, limit: 1 };
  for await (const { series } of readHours(query, source))
    for (const readings of series.values()) return periodOf(readings);
  return null;
}

function periodOf({ begin, offsets }: Series): Period {
  const timeOf = (index: number) => begin + BigInt(at(offsets, index));
  return { first: timeOf(0), last: timeOf(offsets.length - 1) };
}

function extend(found: Map<string, Period>, metric: string, { first, last }: Period): void {
  const before = found.get(metric) ?? { first, last };
  found.set(metric, {
    first: first < before.first ? first : before.first,
    last: last > before.last ? last : before.last,
  });
}
