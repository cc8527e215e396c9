import type { Position, Reading, ReceivedReading } from '../../functions/shared/readings/store.ts';
import { comparePositions } from './pages.ts';
import type { Target } from './patient.ts';
import { addTallies, NOTHING, subtractTally, tallyOf, type Tally } from './tally.ts';

const HOUR = 3_600_000_000_000n;
/** What waits at most for the rest of its hour. */
const MOST_WAITING = 30_000;

/** Readings one after another that the target will never take. */
export interface Rejection {
  /** Of the first. */
  reason: string;
  first: Position;
  last: Position;
  count: number;
  /** How many readings of the period come up to the last. */
  upTo: number;
}

export interface Copied {
  /** Of all that were read. */
  read: Tally;
  /** Of those that the target took. */
  taken: Tally;
  rejections: Rejection[];
}

/**
 * Writes pages of one device's readings, as received at `receivedAt`. An hour's readings are written at once where memory allows: a store that keeps
 * an hour together then has less to put together.
 */
export async function copy(pages: AsyncIterable<Reading[]>, target: Target, receivedAt: number): Promise<Copied> {
  const copied: Copied = { read: NOTHING, taken: NOTHING, rejections: [] };
  let waiting: Reading[] = [];
  for await (const page of pages) {
    waiting = [...waiting, ...page];
    const rest = waiting.length < MOST_WAITING ? lastHourOf(waiting) : waiting.length;
    await write(waiting.slice(0, rest), target, receivedAt, copied);
    waiting = waiting.slice(rest);
  }
  await write(waiting, target, receivedAt, copied);
  return copied;
}

/** From which index on readings are of the same hour as the last. */
function lastHourOf(readings: readonly Reading[]): number {
  const hour = (readings.at(-1)?.time ?? 0n) / HOUR;
  return readings.findLastIndex(({ time }) => time / HOUR !== hour) + 1;
}

async function write(readings: readonly Reading[], target: Target, receivedAt: number, copied: Copied): Promise<void> {
  if (readings.length === 0) return;
  const rejected = await target(readings.map((reading): ReceivedReading => ({ ...reading, receivedAt })));
  const read = tallyOf(readings);
  for (const { index, reason } of rejected) {
    const reading = readings[index];
    if (reading) addRejection(copied.rejections, reading, reason, copied.read.count + index);
  }
  copied.read = addTallies(copied.read, read);
  copied.taken = addTallies(
    copied.taken,
    subtractTally(read, tallyOf(rejected.flatMap(({ index }) => readings[index] ?? []))),
  );
}

/** @param before how many readings of the period come before it */
function addRejection(rejections: Rejection[], { time, metric }: Reading, reason: string, before: number): void {
  const position = { time, metric };
  const last = rejections.at(-1);
  if (last?.upTo === before && kindOf(last.reason) === kindOf(reason)) {
    last.last = position;
    last.count++;
    last.upTo = before + 1;
  } else rejections.push({ reason, first: position, last: position, count: 1, upTo: before + 1 });
}

/** What is common to reasons that name a time, or a length, each. */
export function kindOf(reason: string): string {
  return reason.replace(/\d+/g, '0');
}

/** Whether a reading is one of those that were rejected. */
export function isRejected(position: Position, rejections: readonly Rejection[]): boolean {
  return rejections.some(
    ({ first, last }) => comparePositions(first, position) <= 0 && comparePositions(position, last) <= 0,
  );
}
