import { binsOfPoints, joinBins, type Bin } from './bins.ts';
import type { Every, Head } from './head.ts';
import type { LiveSeries } from './live-series.ts';
import { shareOf, type Statistic } from './question.ts';
import type { Point } from './reading-series.ts';
import { deviationOf, pool, summaryOf, type Summary } from './statistics.ts';
import { keyOf, timeOf } from './time.ts';

/** The line of a metric. */
export interface MetricPicture {
  metric: string;
  /** In ms since 1970, in order: when readings were measured, or the middle of what of a window lies in the period. */
  times: readonly number[];
  values: readonly (number | null)[];
  /** The smallest and the largest of each window, where means are shown. */
  band: { low: readonly number[]; high: readonly number[] } | null;
  /** What the line is made of. */
  bins: readonly Bin[] | null;
  points: readonly Point[] | null;
  /** What is known of all readings in the period; worked out when it is asked for. */
  summarize: () => Summary | null;
}

/** What a chart shows. */
export interface Picture {
  from: number;
  to: number;
  /** The window's length; null where it is reading by reading. */
  window: string | null;
  /** Whether it shows all readings, be it in windows. */
  isWhole: boolean;
  metrics: MetricPicture[];
}

/** What is to be drawn now; undefined before the API has answered. */
export function pictureOf(live: LiveSeries): Picture | undefined {
  const { head, question } = live;
  if (!head) return undefined;
  const { from, to } = live.span();
  const cut = keyOf(timeOf(head.cut));
  const period = { from: Math.min(from, to), to };
  const metrics = question.metrics.map((metric): MetricPicture => {
    const tail = (live.tail.get(metric)?.points ?? []).filter(({ key }) => key >= cut);
    const bins = (): Bin[] => binsIn(head, { metric, tail, statistic: question.statistic });
    return head.every
      ? ofPoints(head.every, { metric, tail, bins, period })
      : ofBins(bins(), { metric, statistic: question.statistic, period });
  });
  return { ...period, window: head.every ? null : head.window, isWhole: head.every?.isWhole ?? true, metrics };
}

interface Span {
  from: number;
  to: number;
}

function binsIn(
  { bins, cutter }: Head,
  { metric, tail, statistic }: { metric: string; tail: readonly Point[]; statistic: Statistic },
): Bin[] {
  return joinBins(bins.get(metric) ?? [], binsOfPoints(tail, cutter, shareOf(statistic)).bins);
}

function ofPoints(
  every: Every,
  { metric, tail, bins, period }: { metric: string; tail: readonly Point[]; bins: () => readonly Bin[]; period: Span },
): MetricPicture {
  const points = [...(every.series.get(metric)?.points ?? []), ...tail].filter(
    ({ at, value }) => value !== null && at >= period.from,
  );
  const values = points.flatMap(({ value }) => value ?? []);
  const summarize = once(() => (every.isWhole ? summaryOf(values) : summaryOfBins(bins(), period.from)));
  return { metric, times: points.map(({ at }) => at), values, band: null, bins: null, points, summarize };
}

function ofBins(
  all: readonly Bin[],
  { metric, statistic, period }: { metric: string; statistic: Statistic; period: Span },
): MetricPicture {
  const bins = all.filter(({ end }) => end > period.from);
  const isBand = statistic === 'AVG';
  return {
    metric,
    times: bins.map((bin) => middleOf(bin, period)),
    values: bins.map((bin) => valueOf(bin, statistic)),
    band: isBand ? { low: bins.map(({ summary }) => summary.min), high: bins.map(({ summary }) => summary.max) } : null,
    bins,
    points: null,
    summarize: once(() => summaryOfBins(bins, period.from)),
  };
}

/** Works something out when it is first asked for, and keeps it. */
function once<Result>(work: () => Result): () => Result {
  let kept: { result: Result } | undefined;
  return () => {
    kept ??= { result: work() };
    return kept.result;
  };
}

function summaryOfBins(bins: readonly Bin[], from: number): Summary | null {
  return bins.reduce<Summary | null>((all, { end, summary }) => (end > from ? pool(all, summary) : all), null);
}

const middleOf = ({ begin, end }: Bin, { from, to }: Span): number => (Math.max(begin, from) + Math.min(end, to)) / 2;

/** What a window shows. */
export function valueOf(bin: Bin, statistic: Statistic): number | null {
  const { summary } = bin;
  switch (statistic) {
    case 'AVG':
      return summary.mean;
    case 'MIN':
      return summary.min;
    case 'MAX':
      return summary.max;
    case 'SUM':
      return summary.sum;
    case 'COUNT':
      return summary.count;
    case 'STDDEV':
      return deviationOf(summary);
    case 'FIRST':
      return bin.first;
    case 'LAST':
      return bin.last;
    case 'P50':
    case 'P90':
    case 'P95':
    case 'P99':
      return bin.percentile;
  }
}
