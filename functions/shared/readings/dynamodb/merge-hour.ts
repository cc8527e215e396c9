import { mapConcurrently, Turns } from '../../concurrency.ts';
import { textOf } from './item.ts';
import type { Hour, ItemKey } from './keys.ts';
import { parseSortKey, runsOf, marksOf } from './keys.ts';
import { blockExpiry } from './expiry.ts';
import { mergeMetric, type Target } from './merge-metric.ts';
import { mergeSeries } from './merge.ts';
import type { MetricNames } from './metric-names.ts';
import { readRun } from './run.ts';
import type { Series } from './series.ts';
import { dueAt } from './slots.ts';
import type { Item } from './table.ts';

export interface HourTarget extends Target {
  names: MetricNames;
  /** ms since 1970. */
  clock: () => number;
  /** Hours of which the runs have more readings are merged one after the other; {@link LARGE} unless given. */
  largeReadings?: number;
}

/** Metrics of an hour that are merged at a time. */
const METRICS_AT_A_TIME = 4;
/** How many readings fit into a function's memory a dozen times. While they are merged each takes some 100 bytes. */
const LARGE = 250_000;

/** Of the process: it is its memory that only one of them fits into. */
const largeHours = new Turns();

/**
 * Merges the runs of one hour of a device, and removes its marks that are due. It may end at any point: the marks then have it done again.
 * @returns whether there was such a mark
 */
export async function mergeHour(target: HourTarget, pk: string, hour: Hour, signal: AbortSignal): Promise<boolean> {
  // The marks before the runs: a mark that comes later is of runs that may not have been read.
  const marks = await dueMarks(target, pk, hour, signal);
  if (marks.length === 0) return false;
  await mergeRuns(target, pk, hour, signal);
  await target.table.deleteAll(marks, signal);
  return true;
}

/** Merges the runs of one hour of a device, whether or not they are marked. @returns how many metrics changed */
export async function mergeRuns(target: HourTarget, pk: string, hour: Hour, signal: AbortSignal): Promise<number> {
  const runs = await readRuns(target, pk, hour, target.largeReadings ?? LARGE, signal);
  if (runs) return mergeMetrics(target, { pk, hour, runs, atATime: METRICS_AT_A_TIME }, signal);
  return largeHours.take(async () => {
    const all = (await readRuns(target, pk, hour, Infinity, signal)) ?? new Map<string, Series>();
    return mergeMetrics(target, { pk, hour, runs: all, atATime: 1 }, signal);
  });
}

/** The runs of an hour by metric; null where they have more than `most` readings. */
async function readRuns(
  { table }: HourTarget,
  pk: string,
  hour: Hour,
  most: number,
  signal: AbortSignal,
): Promise<Map<string, Series> | null> {
  const runs = new Map<string, Series>();
  for await (const page of table.query({ pk, ...runsOf(hour) }, signal)) {
    addRuns(runs, page);
    const readings = [...runs.values()].reduce((sum, { offsets }) => sum + offsets.length, 0);
    if (readings > most) return null;
  }
  return runs;
}

async function mergeMetrics(
  target: HourTarget,
  { pk, hour, runs, atATime }: { pk: string; hour: Hour; runs: ReadonlyMap<string, Series>; atATime: number },
  signal: AbortSignal,
): Promise<number> {
  await target.names.ensure(pk, runs.keys(), blockExpiry(hour, target.retentionDays), signal);
  const merged = await mapConcurrently([...runs], atATime, ([metric, series]) =>
    mergeMetric(target, { pk, metric, hour }, { runs: [series] }, signal),
  );
  return merged.filter(Boolean).length;
}

/** A page at a time, so that what was written again and again takes no more memory than its readings. */
function addRuns(runs: Map<string, Series>, page: readonly Item[]): void {
  const parts = new Map<string, Series[]>();
  for (const item of page)
    for (const [metric, series] of readRun(item).series) parts.set(metric, [...(parts.get(metric) ?? []), series]);
  for (const [metric, series] of parts) {
    const before = runs.get(metric);
    runs.set(metric, mergeSeries(before ? [before, ...series] : series));
  }
}

async function dueMarks({ table, clock }: HourTarget, pk: string, hour: Hour, signal: AbortSignal): Promise<ItemKey[]> {
  const now = clock();
  const due: ItemKey[] = [];
  for await (const page of table.query({ pk, ...marksOf(hour, hour) }, signal))
    for (const item of page) {
      const sk = textOf(item, 'sk');
      const key = parseSortKey(sk);
      if (key.kind === 'mark' && dueAt(key.hour, key.slot) <= now) due.push({ pk, sk });
    }
  return due;
}
