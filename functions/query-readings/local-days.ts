import type { Nanoseconds } from '../shared/time.ts';
import type { Offset } from './zone.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

/**
 * Offsets by which a local day is one piece. Where clocks go back over midnight (America/St_Johns went from 00:01 to 23:01 until 2011), a few minutes of
 * the new day come before the rest of the old one: the day that has begun goes on. So the change is moved to where the new day begins again.
 */
export function wholeDays([first, ...changes]: readonly [Offset, ...Offset[]]): [Offset, ...Offset[]] {
  const result: [Offset, ...Offset[]] = [first];
  for (const change of changes) {
    // One that was moved beyond this one never comes into force.
    while (result.length > 1 && lastOf(result).from >= change.from) result.pop();
    result.push(moved(change, lastOf(result).seconds));
  }
  return result;
}

function moved({ from, seconds }: Offset, secondsBefore: number): Offset {
  const before = from + BigInt(secondsBefore) * SECOND;
  const midnight = dayOf(before - 1n) * DAY;
  const again = midnight - BigInt(seconds) * SECOND;
  return { from: again > from ? again : from, seconds };
}

function lastOf([first, ...others]: readonly [Offset, ...Offset[]]): Offset {
  return others.at(-1) ?? first;
}

/** The local date at a time, in days from 1970-01-01 on. The time is not before the first of the offsets. */
export function localDay(offsets: readonly Offset[], time: Nanoseconds): number {
  const seconds = offsets.findLast(({ from }) => from <= time)?.seconds ?? 0;
  return Number(dayOf(time + BigInt(seconds) * SECOND));
}

/**
 * When local days begin: at their first instant, which is not midnight where clocks go forward over it, and the begin of the next day for a day
 * that was left out, as 2011-12-30 in Pacific/Apia.
 * @param days from 1970-01-01 on, in order
 */
export function beginsOf(days: readonly number[], offsets: readonly Offset[]): Nanoseconds[] {
  let index = 0;
  return days.map((day) => {
    for (;;) {
      const { from, seconds } = offsets[index] ?? { from: 0n, seconds: 0 };
      const midnight = localMidnight(day) - BigInt(seconds) * SECOND;
      const next = offsets[index + 1];
      if (!next || midnight < next.from) return midnight > from ? midnight : from;
      index += 1;
    }
  });
}

/** The midnight at which a day begins, in ns since 1970 as if it were in UTC. */
export function localMidnight(day: number): Nanoseconds {
  return BigInt(day) * DAY;
}

function dayOf(local: Nanoseconds): bigint {
  const rest = local % DAY;
  return (local - (rest < 0n ? rest + DAY : rest)) / DAY;
}
