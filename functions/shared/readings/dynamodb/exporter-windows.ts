import type { Nanoseconds } from '../../time.ts';
import type { Statistic } from '../store.ts';
import type { PartsQuery, WindowPart } from './exporter-parts.ts';
import { windowParts } from './exporter-parts.ts';
import type { Rows } from './exporter-rows.ts';
import { HOUR } from './keys.ts';
import { isPercentile, percentileOf } from './percentiles.ts';
import type { Source } from './stretches.ts';
import { addSummaries, statisticOf } from './summary.ts';

/** So many windows are rows of one piece. */
const WINDOWS = 1024;

export interface WindowsQuery extends Omit<PartsQuery, 'metric' | 'sketches'> {
  /** Of a LONG row there is one. */
  metrics: readonly string[];
  statistics: readonly Statistic[];
}

/** The figures of a window, `NaN` where there is none. */
interface Window {
  begin: Nanoseconds;
  figures: readonly number[];
}

/** The windows of metrics that have at least one reading, be it a text, as rows: a cell a metric and statistic. */
export async function* windowRows(
  { metrics, statistics, ...query }: WindowsQuery,
  source: Source,
): AsyncGenerator<Pick<Rows, 'begin' | 'offsets' | 'cells'>> {
  const none = statistics.map((statistic) => (statistic === 'COUNT' ? 0 : NaN));
  const sketches = statistics.some(isPercentile);
  const streams = metrics.map((metric) => windowsOf({ ...query, metric, sketches }, statistics, source));
  let rows: Window[] = [];
  for await (const { begin, found } of aligned(streams)) {
    rows.push({ begin, figures: found.flatMap((window) => window?.figures ?? none) });
    if (rows.length < WINDOWS) continue;
    yield columnsOf(rows);
    rows = [];
  }
  if (rows.length > 0) yield columnsOf(rows);
}

function columnsOf(rows: readonly Window[]): Pick<Rows, 'begin' | 'offsets' | 'cells'> {
  const begin = rows[0]?.begin ?? 0n;
  const width = rows[0]?.figures.length ?? 0;
  return {
    begin,
    offsets: Float64Array.from(rows, (row) => Number(row.begin - begin)),
    cells: Array.from({ length: width }, (_, column) => ({
      numbers: Float64Array.from(rows, ({ figures }) => figures[column] ?? NaN),
      texts: null,
    })),
  };
}

async function* windowsOf(query: PartsQuery, statistics: readonly Statistic[], source: Source): AsyncGenerator<Window> {
  let open: WindowPart[] = [];
  for await (const part of windowParts(query, source)) {
    if (part.summary.readings === 0) continue;
    const [first] = open;
    if (first && first.begin !== part.begin) {
      yield windowOf(open, query.window, statistics);
      open = [];
    }
    // Of long windows, which have many parts, only the sum is kept.
    if (first && open.length > 0 && query.window >= HOUR) open = [added(first, part)];
    else open.push(part);
  }
  if (open.length > 0) yield windowOf(open, query.window, statistics);
}

function added(one: WindowPart, other: WindowPart): WindowPart {
  return { begin: one.begin, summary: addSummaries(one.summary, other.summary), values: null };
}

/** Percentiles are exact where windows are shorter than an hour. */
function windowOf(parts: readonly WindowPart[], window: Nanoseconds, statistics: readonly Statistic[]): Window {
  const { begin, summary } = parts.reduce(added);
  const ascending = window < HOUR && statistics.some(isPercentile) ? sortedNumbers(parts) : null;
  const figures = statistics.map((statistic) => {
    if (statistic === 'COUNT') return summary.readings;
    const isExact = ascending && isPercentile(statistic);
    return (isExact ? percentileOf(ascending, statistic) : statisticOf(summary, statistic)) ?? NaN;
  });
  return { begin, figures };
}

function sortedNumbers(parts: readonly WindowPart[]): Float64Array {
  const numbers = parts.flatMap(({ values }) => [...(values ?? [])].filter((value) => !Number.isNaN(value)));
  return Float64Array.from(numbers).sort();
}

/** Streams of windows side by side: for every begin that one of them has, what each has of it. */
async function* aligned(
  streams: readonly AsyncGenerator<Window>[],
): AsyncGenerator<{ begin: Nanoseconds; found: (Window | undefined)[] }> {
  try {
    const heads = await Promise.all(streams.map((stream) => headOf(stream)));
    for (;;) {
      let begin: Nanoseconds | undefined;
      for (const head of heads) if (head && (begin === undefined || head.begin < begin)) begin = head.begin;
      if (begin === undefined) return;
      yield { begin, found: heads.map((head) => (head?.begin === begin ? head : undefined)) };
      for (const [index, stream] of streams.entries())
        if (heads[index]?.begin === begin) heads[index] = await headOf(stream);
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return(undefined)));
  }
}

async function headOf(stream: AsyncGenerator<Window>): Promise<Window | undefined> {
  const next = await stream.next();
  return next.done === true ? undefined : next.value;
}
