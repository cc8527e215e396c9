import { binOfWindow, fixedCutter, knownCutter, spanOf, type Bin, type Cutter } from './bins.ts';
import { autoWindow } from './choose-window.ts';
import type { Asked, Question, ServerSeries, Source } from './question.ts';
import { pointOf, ReadingSeries } from './reading-series.ts';
import { slicesOf, type Counted } from './slices.ts';
import { parseWindow } from './window-length.ts';

/** A metric with no more readings than this is shown reading by reading where the window is not chosen: windows would show less. */
const FEW = 1000;
/** No more readings than this are shown one by one: beyond, those that give the line its shape. */
export const MOST_READINGS = 20_000;
/** What one `downsample` answers. */
const MOST_POINTS = 5000;
/** A slice is asked for after it was counted: so many readings may have come meanwhile. */
const SLICE = 4500;
const METRICS_AT_ONCE = 10;

/** Readings one by one. */
export interface Every {
  series: ReadonlyMap<string, ReadingSeries>;
  /** Whether that is all of them. */
  isWhole: boolean;
}

/** What the API knows of [from, cut): what is measured from `cut` on is for who asked to know. */
export interface Head {
  from: number;
  cut: number;
  window: string;
  cutter: Cutter;
  bins: ReadonlyMap<string, readonly Bin[]>;
  every: Every | null;
}

interface Part {
  from: number;
  cut: number;
  window: string;
  /** When it is asked. */
  learned: number;
}

/** The window that is asked for, for a period of a length in ms. */
export function windowOf({ window, metrics, points }: Question, length: number): string {
  return window === 'auto' || window === 'every' ? autoWindow(length, { points, series: metrics.length }) : window;
}

export async function askHead(
  question: Question,
  { from, cut, window, learned }: Part,
  source: Source,
  signal: AbortSignal,
): Promise<Head> {
  const { metrics, statistic, timeZone } = question;
  const length = parseWindow(window);
  const asked = { metrics, from, to: cut };
  // Which windows a calendar has is for the API to say, those without readings too.
  const withEmpty = length?.kind === 'calendar';
  const series =
    metrics.length === 0 ? [] : await source.aggregates({ ...asked, window, statistic, timeZone, withEmpty }, signal);
  const bins = new Map(
    metrics.map((metric, index) => [metric, series[index]?.windows.flatMap((each) => binOfWindow(each) ?? []) ?? []]),
  );
  const cutter = length?.kind === 'fixed' ? fixedCutter(length.length) : knownCutter(spansOf(series));
  const head = { from, cut, window, cutter, bins };
  const most = Math.max(0, ...[...bins.values()].map(countOf));
  const isEvery = question.window === 'every' || (question.window === 'auto' && most <= FEW);
  if (!isEvery) return { ...head, every: null };
  const slices = most <= MOST_READINGS ? slicesOf(partsOf([...bins.values()], asked), SLICE) : [{ from, to: cut }];
  const every = await askEvery(metrics, { slices, learned }, source, signal);
  return { ...head, every: { series: every, isWhole: most <= MOST_READINGS } };
}

const countOf = (bins: readonly Bin[]): number => bins.reduce((sum, { summary }) => sum + summary.count, 0);

/** The last window is the one that is open. */
const spansOf = (series: readonly ServerSeries[]) => series.slice(0, 1).flatMap(({ windows }) => windows.map(spanOf));

/** The period, cut at the windows that have readings. */
function partsOf(bins: readonly (readonly Bin[])[], { from, to }: Asked): Counted[] {
  const counts = new Map<number, number[]>();
  bins.forEach((ofMetric, metric) => {
    for (const { end, summary } of ofMetric) {
      const row = counts.get(end) ?? bins.map(() => 0);
      row[metric] = summary.count;
      counts.set(end, row);
    }
  });
  const ends = [...counts.keys()].sort((a, b) => a - b);
  return ends.map((end, index) => ({
    from: ends[index - 1] ?? from,
    to: index === ends.length - 1 ? to : end,
    counts: counts.get(end) ?? [],
  }));
}

async function askEvery(
  metrics: readonly string[],
  { slices, learned }: { slices: readonly { from: number; to: number }[]; learned: number },
  source: Source,
  signal: AbortSignal,
): Promise<Map<string, ReadingSeries>> {
  const every = new Map(metrics.map((metric) => [metric, new ReadingSeries()]));
  const groups = Array.from({ length: Math.ceil(metrics.length / METRICS_AT_ONCE) }, (_, index) =>
    metrics.slice(index * METRICS_AT_ONCE, (index + 1) * METRICS_AT_ONCE),
  );
  const questions = groups.flatMap((group) => slices.map(({ from, to }) => ({ metrics: group, from, to })));
  await Promise.all(
    questions.map(async (asked) => {
      const answer = await source.downsample({ ...asked, points: MOST_POINTS }, signal);
      asked.metrics.forEach((metric, index) => {
        every.get(metric)?.merge((answer[index] ?? []).map((point) => pointOf(point, learned)));
      });
    }),
  );
  return every;
}
