import { LAST, RANGES, type ReadingsSearch } from './search.ts';
import type { Picture } from './series/picture.ts';
import { timeOf } from './series/time.ts';
import { crowdedPart, type Span } from './series/zoom.ts';

/**
 * What the address would say for readings to be told apart that look like a single one now; undefined where they do not. What shows what happens now
 * goes on to.
 */
export function closerView(search: ReadingsSearch, picture: Picture): Partial<ReadingsSearch> | undefined {
  const part = crowdedPart(picture, picture.metrics.flatMap(measuredSpan));
  if (!part) return undefined;
  const range = search.from === undefined || search.to === undefined ? shorterRange(picture, part) : undefined;
  const shown = range ? { from: undefined, to: undefined } : { from: timeOf(part.from), to: timeOf(part.to) };
  return { ...shown, range, window: undefined };
}

/** The shortest range up to now that has the part in it, if it is shorter than what is shown. */
function shorterRange({ from, to }: Span, part: Span): keyof typeof LAST | undefined {
  const lengths = RANGES.flatMap((range) => (range === 'all' ? [] : { range, length: LAST[range] }));
  const enough = lengths.find(({ length }) => length >= to - part.from);
  return enough && enough.length < to - from ? enough.range : undefined;
}

/** From the first reading of a metric to its last, or from the first window's begin to the last one's end. A single reading takes no time. */
function measuredSpan({ times, bins }: Picture['metrics'][number]): Span | [] {
  const inWindows = bins && (bins.length > 1 || (bins[0]?.summary.count ?? 0) > 1) ? bins : null;
  const from = inWindows ? inWindows[0]?.begin : times[0];
  const to = inWindows ? inWindows.at(-1)?.end : times.at(-1);
  return from === undefined || to === undefined ? [] : { from, to };
}
