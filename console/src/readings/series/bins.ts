import type { Point } from './reading-series.ts';
import { percentileOf, pool, summaryOfValue, summaryOfWindow, type Summary, type WindowFigures } from './statistics.ts';

/** A window, [begin, end), in ms since 1970. */
export interface Span {
  begin: number;
  end: number;
}

/** A window that has readings. */
export interface Bin extends Span {
  summary: Summary;
  first: number | null;
  last: number | null;
  /** The percentile that is asked about. */
  percentile: number | null;
}

/** A window of the API. */
export interface ServerWindow extends WindowFigures {
  begin: string;
  end: string;
  first?: number | null;
  last?: number | null;
  percentile?: number | null;
}

/** Null where the window has no reading. */
export function binOfWindow(window: ServerWindow): Bin | null {
  const summary = summaryOfWindow(window);
  const { first = null, last = null, percentile = null } = window;
  return summary && { ...spanOf(window), summary, first, last, percentile };
}

export function spanOf({ begin, end }: { begin: string; end: string }): Span {
  return { begin: Date.parse(begin), end: Date.parse(end) };
}

/** Finds the window that a time in ms is in; undefined where that is not known. */
export type Cutter = (at: number) => Span | undefined;

/** Windows that follow each other from 1970 on, each so many ms long. */
export function fixedCutter(length: number): Cutter {
  return (at) => {
    const begin = Math.floor(at / length) * length;
    return { begin, end: begin + length };
  };
}

/** Windows that are known. */
export function knownCutter(spans: readonly Span[]): Cutter {
  return (at) => spans.findLast(({ begin, end }) => at >= begin && at < end);
}

/** The windows of readings, in order; `beyond` is the first reading whose window is not known. Texts are in no window. */
export function binsOfPoints(
  points: readonly Point[],
  cutter: Cutter,
  share: number | null,
): { bins: Bin[]; beyond: Point | undefined } {
  const bins: Bin[] = [];
  let values: number[] = [];
  const finish = (): void => {
    const bin = bins.at(-1);
    if (bin && share !== null)
      bin.percentile = percentileOf(
        values.sort((a, b) => a - b),
        share,
      );
    values = [];
  };
  for (const point of points) {
    const { at, value } = point;
    if (value === null) continue;
    let bin = bins.at(-1);
    if (!bin || at >= bin.end) {
      const span = cutter(at);
      if (!span) return { bins: finished(), beyond: point };
      finish();
      bin = { ...span, summary: summaryOfValue(value), first: value, last: value, percentile: null };
      bins.push(bin);
    } else {
      bin.summary = pool(bin.summary, summaryOfValue(value)) ?? bin.summary;
      bin.last = value;
    }
    values.push(value);
  }
  return { bins: finished(), beyond: undefined };

  function finished(): Bin[] {
    finish();
    return bins;
  }
}

/** The windows of all readings where `earlier` are those of the readings before some time and `later` of those from it on. */
export function joinBins(earlier: readonly Bin[], later: readonly Bin[]): Bin[] {
  const [first, ...rest] = later;
  const last = earlier.at(-1);
  if (!first || last?.begin !== first.begin) return [...earlier, ...later];
  const both: Bin = {
    begin: last.begin,
    end: last.end,
    summary: pool(last.summary, first.summary) ?? last.summary,
    first: last.first ?? first.first,
    last: first.last ?? last.last,
    // Those of two parts do not give that of the whole: the earlier part's stands until the API is asked again.
    percentile: last.percentile ?? first.percentile,
  };
  return [...earlier.slice(0, -1), both, ...rest];
}
