import { mapConcurrently } from '../../concurrency.ts';
import type { Log } from '../../logger.ts';
import { asError } from '../../logger.ts';
import type { Hour, ItemKey } from './keys.ts';
import { parseSortKey } from './keys.ts';
import { DUE_SHARDS } from './marks.ts';
import { mergeHour } from './merge-hour.ts';
import { MetricNames } from './metric-names.ts';
import { dueAt } from './slots.ts';
import type { ReadingsTable } from './table.ts';

export interface CompactOptions {
  table: ReadingsTable;
  /** ms since 1970. */
  clock: () => number;
  retentionDays: number;
  log: Log;
}

export interface Deadline {
  /** No hour is begun after it, in ms since 1970. */
  beginsBefore: number;
  /** Ends the hours that are being merged: they are left. */
  signal: AbortSignal;
}

export interface Compacted {
  /** How many hours of devices were merged. */
  hours: number;
  /** How many marks are overdue still. */
  left: number;
  /** For how long the oldest of them has been, in s; 0 where there is none. */
  oldestSeconds: number;
}

/** How many marks of a shard one run takes; what is left is the next run's. */
const MARKS_A_SHARD = 4000;
const HOURS_AT_A_TIME = 12;
/** So many failures are told one by one. */
const TOLD = 20;

/** An hour of a device that is to be merged. */
interface DueHour {
  pk: string;
  hour: Hour;
  marks: number;
  /** When the first of its marks was due, in ms since 1970. */
  dueAt: number;
}

/**
 * Merges the hours whose time has come, longest due first, and says in the log how many there were, how many marks are left, and how long the oldest of
 * those has been waiting. What fails stops nothing else: it stays due, and the next run finds it.
 */
export async function compactDue(options: CompactOptions, deadline: Deadline): Promise<Compacted> {
  const { table, clock, retentionDays, log } = options;
  const target = { table, clock, retentionDays, names: new MetricNames(table) };
  const due = await findDue(options, deadline.signal);
  const left: DueHour[] = [];
  let [merged, failed] = [0, 0];
  const isOver = () => deadline.signal.aborted || clock() >= deadline.beginsBefore;
  await mapConcurrently(due, HOURS_AT_A_TIME, async (one) => {
    if (isOver()) {
      left.push(one);
      return;
    }
    try {
      if (await mergeHour(target, one.pk, one.hour, deadline.signal)) merged++;
    } catch (error) {
      left.push(one);
      if (deadline.signal.aborted) return;
      failed++;
      if (failed <= TOLD)
        log.error('An hour could not be merged', { pk: one.pk, hour: one.hour, error: asError(error) });
    }
  });
  if (failed > TOLD) log.error('More hours could not be merged', { hours: failed - TOLD });
  const oldest = left.reduce((least, one) => Math.min(least, one.dueAt), clock());
  const compacted = {
    hours: merged,
    left: left.reduce((sum, one) => sum + one.marks, 0),
    oldestSeconds: Math.floor((clock() - oldest) / 1000),
  };
  log.info('Readings are merged', { ...compacted });
  return compacted;
}

async function findDue({ table, clock, log }: CompactOptions, signal: AbortSignal): Promise<DueHour[]> {
  const hours = new Map<string, DueHour>();
  const now = clock();
  const isMore = await mapConcurrently(DUE_SHARDS, DUE_SHARDS.length, async (shard) => {
    let taken = 0;
    for await (const keys of table.dueMarks(shard, now, signal)) {
      for (const key of keys.slice(0, MARKS_A_SHARD - taken)) addMark(hours, key);
      taken += keys.length;
      if (taken > MARKS_A_SHARD) return true;
    }
    return false;
  });
  if (isMore.some(Boolean)) log.warn('More hours are due than one run takes', { taken: hours.size });
  return [...hours.values()].sort((one, other) => one.dueAt - other.dueAt);
}

function addMark(hours: Map<string, DueHour>, { pk, sk }: ItemKey): void {
  const key = parseSortKey(sk);
  if (key.kind !== 'mark') return;
  const { hour, slot } = key;
  const name = `${pk} ${hour}`;
  const known = hours.get(name) ?? { pk, hour, marks: 0, dueAt: Infinity };
  const at = Math.min(known.dueAt, dueAt(hour, slot));
  hours.set(name, { ...known, marks: known.marks + 1, dueAt: at });
}
