import type { Hour, Slot } from './keys.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** So far behind the clock a slot begins and ends: most of what an hour's end leaves on its way still comes within the hour's own slot. */
const STRAGGLING_MS = 2 * MINUTE_MS;

/** Longer than any one write may take: when it is over, no write of the slot is still under way. */
const GRACE_MS = 5 * MINUTE_MS;

/**
 * The slot of a write that begins now. A mark of a slot stands before the first run that is written in it, and is removed only by who has merged
 * the hour's runs after {@link dueAt}: so no run can be left out, though a writer marks an hour once a slot and remembers that.
 * @param now ms since 1970
 */
export function slotOf(now: number): Slot {
  return Math.floor((now - STRAGGLING_MS) / HOUR_MS);
}

/**
 * The slot of the mark for what a write that begins now brings of an hour: its own, or, because a mark of a later slot stands longer, the one after it
 * where that is the hour's own. So one mark serves all of an hour that comes in time.
 * @param now ms since 1970
 */
export function markSlotOf(hour: Hour, now: number): Slot {
  return lastOf(hour, slotOf(now));
}

/**
 * When the runs of an hour that were written in a slot are to be merged, in ms since 1970: when both are over. An hour that is far ahead is not waited
 * for, because runs do not last as long.
 */
export function dueAt(hour: Hour, slot: Slot): number {
  return (lastOf(hour, slot) + 1) * HOUR_MS + STRAGGLING_MS + GRACE_MS;
}

function lastOf(hour: Hour, slot: Slot): Slot {
  return Math.max(slot, Math.min(hour, slot + 1));
}
