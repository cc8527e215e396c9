import type { Nanoseconds } from '../../time.ts';
import type { UnmergedHours } from './hours.ts';
import { hoursOf, readHours } from './hours.ts';
import type { Hour } from './keys.ts';
import { dayOf, HOUR, hourBegin, summariesOf } from './keys.ts';
import { sliceSeries } from './merge.ts';
import type { Series } from './series.ts';
import type { Source, Stretch } from './stretches.ts';
import { stretchesOf } from './stretches.ts';
import type { Detail, Summary } from './summary.ts';
import { summarize, unpackSummary } from './summary.ts';
import { summariesIn } from './summary-item.ts';

export interface PartsQuery {
  pk: string;
  metric: string;
  from: Nanoseconds;
  to: Nanoseconds;
  /** The length of a window. */
  window: Nanoseconds;
  unmerged: UnmergedHours;
  /** Whether percentiles are to be made of the summaries. */
  sketches: boolean;
}

/** Readings of a window, perhaps not all of it, in few figures. */
export interface WindowPart {
  begin: Nanoseconds;
  summary: Summary;
  /** The numbers, and `NaN` where a reading has none; null where only the summary is known. */
  values: Float64Array | null;
}

/**
 * What windows of a metric are made of, in order of time. Windows of an hour or more take the summaries of the whole hours that are merged, and only of
 * the others the readings: those that a window or the period cuts.
 */
export async function* windowParts(query: PartsQuery, source: Source): AsyncGenerator<WindowPart> {
  if (query.window < HOUR) {
    for await (const { series } of rawHours([hoursOf(query)], query, source))
      yield* partsIn(series, query.window, { sketch: false });
    return;
  }
  let first = hoursOf(query).first;
  for await (const { summaries, last } of summaryPages(query, source)) {
    yield* longParts(summaries, { first, last }, query, source);
    first = last + 1;
  }
}

type SummaryBytes = ReadonlyMap<Hour, Uint8Array>;

/** The summaries of the period, in runs that follow each other, each with all there are up to its last hour; the last run ends with the period. */
async function* summaryPages(
  query: PartsQuery,
  { table, signal }: Source,
): AsyncGenerator<{ summaries: SummaryBytes; last: Hour }> {
  const { pk, metric } = query;
  const { first, last } = hoursOf(query);
  const days = summariesOf(metric, dayOf(first), dayOf(last));
  for await (const page of table.query({ pk, ...days }, signal)) {
    const found = page.flatMap(summariesIn).filter(({ hour }) => hour >= first && hour <= last);
    const reached = found.at(-1)?.hour;
    if (reached !== undefined)
      yield { summaries: new Map(found.map(({ hour, bytes }) => [hour, bytes])), last: reached };
  }
  yield { summaries: new Map(), last };
}

async function* longParts(
  summaries: SummaryBytes,
  { first, last }: Stretch,
  query: PartsQuery,
  source: Source,
): AsyncGenerator<WindowPart> {
  const { window, unmerged, sketches } = query;
  const detail = { sketch: sketches };
  const cut = [...summaries.keys()].filter((hour) => isCut(hour, query) && !unmerged.has(hour));
  const toRead = [...cut, ...[...unmerged].filter((hour) => hour >= first && hour <= last)];
  const raw = rawHours(stretchesOf(toRead.sort((one, other) => one - other)), query, source);
  const isRead = new Set(toRead);
  const known = [...summaries].filter(([hour]) => !isRead.has(hour));
  let index = 0;
  function* knownBefore(hour: Hour): Generator<WindowPart> {
    for (let next = known[index]; next !== undefined && next[0] < hour; next = known[++index]) {
      const begin = hourBegin(next[0]);
      yield { begin: begin - (begin % window), summary: unpackSummary(next[1], begin, detail), values: null };
    }
  }
  for await (const { hour, series } of raw) {
    yield* knownBefore(hour);
    yield* partsIn(series, window, detail);
  }
  yield* knownBefore(Infinity);
}

/** Whether not all of an hour is in the period and in one window. */
function isCut(hour: Hour, { from, to, window }: PartsQuery): boolean {
  const [begin, end] = [hourBegin(hour), hourBegin(hour + 1)];
  return begin < from || end > to || begin / window !== (end - 1n) / window;
}

async function* rawHours(stretches: readonly Stretch[], query: PartsQuery, source: Source) {
  if (stretches.length === 0) return;
  const { pk, metric, from, to, unmerged } = query;
  const metrics = [metric];
  const asked = { pk, metrics, from, to, order: 'ASC' as const, stretches, runs: { metrics, unmerged } };
  for await (const { hour, series } of readHours(asked, source)) {
    const found = series.get(metric);
    if (found) yield { hour, series: found };
  }
}

/** The readings of an hour, window by window. */
function* partsIn(series: Series, window: Nanoseconds, detail: Detail): Generator<WindowPart> {
  const { begin, offsets } = series;
  for (let index = 0; index < offsets.length;) {
    const time = begin + BigInt(offsets[index] ?? 0);
    const first = time - (time % window);
    const part = sliceSeries(series, time, first + window);
    yield { begin: first, summary: summarize(part, detail), values: part.values };
    index += part.offsets.length;
  }
}
