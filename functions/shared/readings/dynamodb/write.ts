import type { ReadingWriter, ReceivedReading, WriteResult } from '../store.ts';
import { formatTime } from '../../time.ts';
import { earliestKept } from './expiry.ts';
import { MarkMemory } from './mark-memory.ts';
import { markItem } from './marks.ts';
import type { Run } from './run.ts';
import { runItems } from './run.ts';
import { slotOf } from './slots.ts';
import type { ReadingsTable } from './table.ts';

export interface WriteOptions {
  table: ReadingsTable;
  /** ms since 1970. */
  clock: () => number;
  /** Readings older than this are not stored. */
  retentionDays: number;
  /** How long one `write` may take in all, in ms: far less than the grace that slots have. */
  timeLimit: number;
}

type Cause = WriteResult['retryable'][number];

/** Writes to a table of DynamoDB: a run a device and hour, and before it, once a slot of time, the mark that says that the hour has runs. */
export function dynamodbWriter({ table, clock, retentionDays, timeLimit }: WriteOptions): ReadingWriter {
  const marked = new MarkMemory();

  return {
    async write(readings) {
      const signal = AbortSignal.timeout(timeLimit);
      const now = clock();
      const slot = slotOf(now);
      const { kept, rejected } = sift(readings, earliestKept(now, retentionDays));
      const runs = runItems(
        kept.map((index) => readings[index]).filter((reading) => reading !== undefined),
        { now, retentionDays },
      ).map((run) => ({ ...run, indexes: run.indexes.map((index) => kept[index] ?? index) }));

      const marks = new Map(runs.map((run) => [markOf(run), markItem(run.pk, run.hour, slot)]));
      const missing = [...marks].filter(([name]) => !marked.has(name, slot));
      const failures = await table.putAll(
        missing.map(([, item]) => item),
        signal,
      );
      const unmarked = new Map<string, Error>();
      for (const [index, [name]] of missing.entries()) {
        const cause = failures.get(index);
        if (cause) unmarked.set(name, cause);
        else marked.add(name, slot);
      }

      const sound = runs.filter((run) => !unmarked.has(markOf(run)));
      const failed = await table.putAll(
        sound.map(({ item }) => item),
        signal,
      );
      const retryable = [
        ...runs.flatMap((run) => causes(run, unmarked.get(markOf(run)))),
        ...sound.flatMap((run, index) => causes(run, failed.get(index))),
      ];
      return { rejected, retryable };
    },
  };
}

/** What is too old for the retention would be deleted at once. */
function sift(readings: readonly ReceivedReading[], earliest: bigint) {
  const kept: number[] = [];
  const rejected: { index: number; reason: string }[] = [];
  for (const [index, { time }] of readings.entries()) {
    if (time >= earliest) kept.push(index);
    else
      rejected.push({
        index,
        reason: `its time ${formatTime(time)} is older than what is kept, which begins at ${formatTime(earliest)}`,
      });
  }
  return { kept, rejected };
}

function markOf({ pk, hour }: Run): string {
  return `${pk} ${hour}`;
}

function causes({ indexes }: Run, cause: Error | undefined): Cause[] {
  return cause ? indexes.map((index) => ({ index, cause })) : [];
}
