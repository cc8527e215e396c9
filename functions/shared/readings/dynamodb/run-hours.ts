import { textOf } from './item.ts';
import type { Hour } from './keys.ts';
import { parseSortKey, runsOf } from './keys.ts';
import { mergeSeries } from './merge.ts';
import { readRun } from './run.ts';
import type { Series } from './series.ts';
import type { Order, Source, Stretch } from './stretches.ts';
import { readStretches } from './stretches.ts';
import type { Item } from './table.ts';

export interface RunQuery {
  pk: string;
  /** Null for all of them. */
  metrics: readonly string[] | null;
  stretches: readonly Stretch[];
  order: Order;
  /** How many requests are under way at a time. */
  requests: number;
}

/** What the runs have of an hour, by metric. */
export interface RunHour {
  hour: Hour;
  series: ReadonlyMap<string, Series>;
}

/** Most devices have one hour or two that are not merged yet, and runs are many. */
const FIRST_HOURS = 2;

/** What the runs of a device have, hour by hour in order. */
export async function* runHours({ pk, metrics, stretches, order, requests }: RunQuery, source: Source) {
  const isAsked = metrics && new Set(metrics);
  const found = readStretches(
    {
      pk,
      stretches,
      order,
      keysOf: ({ first, last }) => runsOf(first, last),
      // By its digest a run may come anywhere in its hour.
      placeOf: (item) => ({ hour: hourOfRun(item), isLast: false }),
      pace: { requests, hours: FIRST_HOURS },
    },
    source,
  );
  for await (const { hour, items } of found) {
    const parts = new Map<string, Series[]>();
    for (const item of items)
      for (const [metric, series] of readRun(item).series) {
        if (isAsked && !isAsked.has(metric)) continue;
        const before = parts.get(metric);
        if (before) before.push(series);
        else parts.set(metric, [series]);
      }
    const series = new Map([...parts].map(([metric, series]) => [metric, mergeSeries(series)]));
    if (series.size > 0) yield { hour, series } satisfies RunHour;
  }
}

function hourOfRun(item: Item): Hour {
  const key = parseSortKey(textOf(item, 'sk'));
  if (key.kind !== 'run') throw new TypeError(`The item with the sort key ${textOf(item, 'sk')} is not a run`);
  return key.hour;
}
