import type { ReadingWriter, WriteResult } from '../store.ts';
import { earliestKept } from './expiry.ts';
import { MarkMemory } from './mark-memory.ts';
import { markHours } from './marker.ts';
import { runItems, type Run } from './run.ts';
import { sift } from './sift.ts';
import { dueAt, markSlotOf } from './slots.ts';
import type { ReadingsTable } from './table.ts';

export interface WriteOptions {
  table: ReadingsTable;
  /** ms since 1970. */
  clock: () => number;
  /** Readings that are older are not stored. */
  retentionDays: number;
  /** How long one `write` may take in all, in ms: less than the minutes that a slot is given to end. */
  timeLimit: number;
}

/** Writes to a table of DynamoDB: a run a device and hour, and before it the mark that says that the hour has runs. */
export function dynamodbWriter({ table, clock, retentionDays, timeLimit }: WriteOptions): ReadingWriter {
  const memory = new MarkMemory();

  return {
    async write(readings) {
      const signal = AbortSignal.timeout(timeLimit);
      const now = clock();
      const { kept, rejected } = sift(readings, earliestKept(now, retentionDays));
      const runs = runItems(
        kept.map(({ reading }) => reading),
        { now, retentionDays },
      );
      const failures = await putRuns(runs, now, signal);
      const retryable = failures.flatMap(([run, cause]) =>
        run.indexes.flatMap((place) => kept[place] ?? []).map(({ index }) => ({ index, cause })),
      );
      return { rejected, retryable } satisfies WriteResult;
    },
  };

  /** @returns the runs of which it is not known that they are stored, each with the cause */
  async function putRuns(runs: readonly Run[], now: number, signal: AbortSignal): Promise<[Run, Error][]> {
    const hours = new Map(runs.map((run) => [nameOfHour(run), run]));
    const unmarked = await markHours({ table, memory }, hours, now, signal);
    // A run without a mark would never be merged.
    const marked = runs.filter((run) => !unmarked.has(nameOfHour(run)));
    const failures = await table.putAll(
      marked.map(({ item }) => item),
      signal,
    );
    const end = clock();
    return [
      ...runs.flatMap((run) => withCause(run, unmarked.get(nameOfHour(run)))),
      ...marked.flatMap((run, place) => withCause(run, failures.get(place) ?? lateCause(run, now, end))),
    ];
  }
}

/** Who stands still in the midst of a write, as a computer that is suspended does, may end it when the mark has been removed already. */
function lateCause({ hour }: Run, now: number, end: number): Error | undefined {
  return end < dueAt(hour, markSlotOf(hour, now))
    ? undefined
    : new Error('It took so long that it may never be merged');
}

const nameOfHour = ({ pk, hour }: Run) => `${pk} ${hour}`;

function withCause(run: Run, cause: Error | undefined): [Run, Error][] {
  return cause ? [[run, cause]] : [];
}
