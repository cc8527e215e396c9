import { mapConcurrently } from '../../concurrency.ts';
import type { Nanoseconds } from '../../time.ts';
import type { Windows } from '../store.ts';
import { hoursOf, keptPeriod, mergedHours, readHours, unmergedHours } from './hours.ts';
import type { MergedHour, UnmergedHours } from './hours.ts';
import type { Hour } from './keys.ts';
import { dayOf, HOUR, hourBegin, summariesOf } from './keys.ts';
import { summariesIn } from './summary-item.ts';
import type { Source, Stretch } from './stretches.ts';
import { stretchesOf } from './stretches.ts';
import { summarize, unpackSummary } from './summary.ts';
import { cutByWindows, windowOf } from './window-pieces.ts';
import type { Figures, Made } from './windows-made.ts';
import { WindowsMade } from './windows-made.ts';

export interface WindowQuery {
  pk: string;
  metrics: readonly string[];
  from: Nanoseconds;
  to: Nanoseconds;
  windows: Windows;
  /** Whether percentiles are to be made of the summaries. Where windows are shorter than an hour, they are made of the numbers. */
  sketches: boolean;
}

/** Days of one metric, or metrics, that are read at once. */
const QUERIES_AT_ONCE = 8;

/**
 * What is made of the numbers of each window that has any, by metric, in order of begin. Whole hours that are merged are read as their summaries, and
 * only the others as readings: those that a window or the period cuts.
 * @param make from the figures of a window; with its numbers, in no order, where windows are shorter than an hour
 */
export async function windowSummaries<T>(
  query: WindowQuery,
  source: Source,
  make: (figures: Figures) => T,
): Promise<Map<string, Made<T>[]>> {
  const made = new WindowsMade(make, { ordered: isShort(query.windows) });
  const period = keptPeriod(query, source);
  if (period && isShort(query.windows)) {
    for await (const hour of mergedHours({ ...query, ...period, order: 'ASC' }, source))
      addReadings(made, hour, { ...query, sketches: false });
  } else if (period) {
    await addLong(made, { ...query, ...period }, source);
  }
  return new Map(query.metrics.map((metric) => [metric, made.of(metric)]));
}

function isShort(windows: Windows): boolean {
  return windows.kind === 'FIXED' && windows.length < HOUR;
}

/** @param query of a period that is kept */
async function addLong<T>(made: WindowsMade<T>, query: WindowQuery, source: Source): Promise<void> {
  const { pk, metrics } = query;
  const stretch = hoursOf(query);
  const unmerged = await unmergedHours(pk, stretch, source);
  const cut = new Set<Hour>();
  await mapConcurrently(metrics, QUERIES_AT_ONCE, async (metric) => {
    for (const hour of await addSummaries(made, { metric, stretch, unmerged }, query, source)) cut.add(hour);
  });
  const raw = [...cut, ...unmerged].sort((one, other) => one - other);
  if (raw.length === 0) return;
  const runs = { metrics, unmerged };
  const hours = readHours({ ...query, order: 'ASC', stretches: stretchesOf(raw), runs }, source);
  for await (const hour of hours) addReadings(made, hour, query);
}

/** @returns the hours of which there is a summary that does not help, for they are not in one window as a whole */
async function addSummaries<T>(
  made: WindowsMade<T>,
  { metric, stretch, unmerged }: { metric: string; stretch: Stretch; unmerged: UnmergedHours },
  { pk, from, to, windows, sketches }: WindowQuery,
  { table, signal }: Source,
): Promise<Hour[]> {
  const { first, last } = stretch;
  const cut: Hour[] = [];
  const days = summariesOf(metric, dayOf(first), dayOf(last));
  for await (const page of table.query({ pk, ...days }, signal))
    for (const { hour, bytes } of page.flatMap(summariesIn)) {
      if (hour < first || hour > last || unmerged.has(hour)) continue;
      const [begin, end] = [hourBegin(hour), hourBegin(hour + 1)];
      const window = begin >= from && end <= to ? windowOf(windows, begin, end) : null;
      if (window === null) cut.push(hour);
      else made.add(metric, window, { summary: unpackSummary(bytes, begin, { sketch: sketches }) });
    }
  return cut;
}

type Cut = Pick<WindowQuery, 'windows' | 'sketches'>;

function addReadings<T>(made: WindowsMade<T>, { series }: MergedHour, { windows, sketches }: Cut): void {
  for (const [metric, readings] of series)
    for (const { begin, part } of cutByWindows(windows, readings))
      made.add(metric, begin, { summary: summarize(part, { sketch: sketches }), values: part.values });
}
