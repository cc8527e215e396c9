import * as v from 'valibot';
import { orNone, Time } from '../search.ts';
import { STATISTICS, type Period } from './series/question.ts';
import { parseWindow } from './series/window-length.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Ranges that end now, by how long they are, in ms. */
export const LAST = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '1y': 365 * DAY,
} as const;
export const RANGES = ['15m', '1h', '6h', '24h', '7d', '30d', '1y', 'all'] as const;
export type Range = (typeof RANGES)[number];
export const DEFAULT_RANGE: Range = '24h';

/** As many metrics at most are shown at first, and at all. */
export const FIRST_METRICS = 6;
export const MOST_METRICS = 12;

/** Of times after 1970 that are too late the API says so itself. */
const ShownTime = v.pipe(
  Time,
  v.check((time) => Date.parse(time) >= 0),
);

/** What the address says of the readings that are shown. `from` and `to` are there both or neither, and go before `range`. */
export const ReadingsSearch = v.object({
  range: orNone(v.picklist(RANGES)),
  from: orNone(ShownTime),
  to: orNone(ShownTime),
  /** An ISO 8601 duration, or `every` reading; what suits the period where it is left out. */
  window: orNone(
    v.pipe(
      v.string(),
      v.check((window) => window === 'every' || parseWindow(window) !== undefined),
    ),
  ),
  statistic: orNone(v.picklist(STATISTICS)),
  metrics: orNone(v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MOST_METRICS))),
  view: orNone(v.picklist(['table'])),
});
export type ReadingsSearch = v.InferOutput<typeof ReadingsSearch>;

/** The period that the address names; undefined for all that is stored. */
export function periodOf({ from, to, range }: ReadingsSearch): Period | undefined {
  const [begin, end] = [Date.parse(from ?? ''), Date.parse(to ?? '')];
  if (begin < end) return { from: begin, to: end };
  const named = range ?? DEFAULT_RANGE;
  return named === 'all' ? undefined : { last: LAST[named] };
}
