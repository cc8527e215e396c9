import type { Nanoseconds } from '../../time.ts';
import { fromMilliseconds } from '../../time.ts';
import { HOURS_A_DAY, type Day, type Hour } from './keys.ts';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
const DAY_MS = 86_400_000;

/** How long runs are kept, in s: they are merged within two hours, and this leaves time to mend what does not merge them. */
const RUN_LIFE_SECONDS = 14 * DAY_SECONDS;

/** The earliest time that readings are kept of. @param now ms since 1970 */
export function earliestKept(now: number, retentionDays: number): Nanoseconds {
  const earliest = fromMilliseconds(now - retentionDays * DAY_MS);
  return earliest < 0n ? 0n : earliest;
}

/** When the block of an hour goes, in s since 1970: when its last reading is too old. What says that there is such a block may not go before. */
export function blockExpiry(hour: Hour, retentionDays: number): number {
  return (hour + 1) * HOUR_SECONDS + retentionDays * DAY_SECONDS;
}

/** When the summaries of a day go, in s since 1970. */
export function summariesExpiry(day: Day, retentionDays: number): number {
  return blockExpiry((day + 1) * HOURS_A_DAY - 1, retentionDays);
}

/** When a run that is written now goes, in s since 1970. @param now ms since 1970 */
export function runExpiry(hour: Hour, { now, retentionDays }: { now: number; retentionDays: number }): number {
  return Math.min(Math.ceil(now / 1000) + RUN_LIFE_SECONDS, blockExpiry(hour, retentionDays));
}
