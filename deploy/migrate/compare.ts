import type { Reading } from '../../functions/shared/readings/store.ts';
import type { Nanoseconds } from '../../functions/shared/time.ts';
import { formatTime } from '../../functions/shared/time.ts';
import { isRejected, type Rejection } from './copy.ts';
import { comparePositions } from './pages.ts';
import { addTallies, NOTHING, tallyOf, type Tally } from './tally.ts';

/** Readings of the source that the target does not have so. */
export interface Found {
  count: number;
  first: Nanoseconds;
  last: Nanoseconds;
  /** The first of them, for a person. */
  example: string;
}

export interface Comparison {
  /** Of the readings that both have, and have alike. */
  same: Tally;
  /** The target has none of this metric and time. */
  missing: Found | null;
  /** As `missing`, for the target keeps readings not that long. */
  tooOld: Found | null;
  /** The target has another value or text. */
  other: Found | null;
  /** How many the target has beyond these. */
  extra: number;
}

export interface Expectation {
  /** What the target did not take: it is not missed. */
  rejections: readonly Rejection[];
  /** The oldest time of which the target has readings now; null where that is not known. */
  keptFrom: () => Nanoseconds | null;
}

/** Compares readings of one device in order of time and metric, one by one. */
export async function compare(
  source: AsyncIterator<Reading>,
  target: AsyncIterator<Reading>,
  { rejections, keptFrom }: Expectation,
): Promise<Comparison> {
  const result: Comparison = { same: NOTHING, missing: null, tooOld: null, other: null, extra: 0 };
  let [one, two] = await Promise.all([next(source), next(target)]);
  while (one ?? two) {
    const order = !one ? 1 : !two ? -1 : comparePositions(one, two);
    if (one && order < 0) {
      if (!isRejected(one, rejections)) {
        const kind = one.time < (keptFrom() ?? 0n) ? 'tooOld' : 'missing';
        result[kind] = add(result[kind], one, describe(one));
      }
    } else if (order > 0) result.extra++;
    else if (one && two) {
      if (one.text === two.text && one.value === two.value) result.same = addTallies(result.same, tallyOf([one]));
      else result.other = add(result.other, one, `${describe(one)}; the target has ${contentOf(two)}`);
    }
    [one, two] = await Promise.all([order <= 0 ? next(source) : one, order >= 0 ? next(target) : two]);
  }
  return result;
}

async function next(readings: AsyncIterator<Reading>): Promise<Reading | undefined> {
  const { done, value } = (await readings.next()) as IteratorResult<Reading, undefined>;
  return done === true ? undefined : value;
}

function add(found: Found | null, { time }: Reading, example: string): Found {
  if (!found) return { count: 1, first: time, last: time, example };
  return { ...found, count: found.count + 1, last: time };
}

function describe(reading: Reading): string {
  return `${reading.metric} of ${formatTime(reading.time)}, ${contentOf(reading)}`;
}

function contentOf({ value, text }: Reading): string {
  const parts = [...(value === null ? [] : [value.toString()]), ...(text === null ? [] : [JSON.stringify(text)])];
  return parts.join(' and ');
}
