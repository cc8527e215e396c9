import { mapConcurrently } from '../../concurrency.ts';
import type { Log } from '../../logger.ts';
import { asError } from '../../logger.ts';
import { readBlock } from './block.ts';
import type { Deadline } from './compact.ts';
import { blockExpiry } from './expiry.ts';
import { textOf } from './item.ts';
import type { Hour } from './keys.ts';
import { BEHIND, blockKey, hourBegin, hourOf, parseSortKey, runsOf } from './keys.ts';
import { mergeRuns, type HourTarget } from './merge-hour.ts';
import { mergeMetric } from './merge-metric.ts';
import { MetricNames } from './metric-names.ts';
import type { Item, ReadingsTable } from './table.ts';

export interface RebuildOptions {
  table: ReadingsTable;
  /** ms since 1970. */
  clock: () => number;
  retentionDays: number;
  log: Log;
}

/** Where a rebuild goes on: at a sort key of a partition. */
export interface RebuildCursor {
  pk: string;
  sk: string;
}

export interface Rebuilt {
  /** How many hours, each of one device and metric, were looked at. */
  hours: number;
  /** How many of them had to be changed. */
  changed: number;
  /** How many could not be read or written; the log names them. */
  failed: number;
  /** Where to go on; null when all is done. */
  after: RebuildCursor | null;
}

const HOURS_AT_A_TIME = 16;
const FIRST_BLOCK = 'B#';
const LAST_BLOCK = `B#${BEHIND}`;

/**
 * Makes the summaries of a device, or of all, anew from its blocks, and the blocks complete with what runs there are still; where they are right they
 * stay as they are. Goes on until all is done or the time is over. It may end at any point and be begun anew, and writers and merges may go on meanwhile.
 * @param pk the partition of the device; null for all
 */
export async function rebuild(
  options: RebuildOptions,
  { pk: only, after }: { pk: string | null; after: RebuildCursor | null },
  deadline: Deadline,
): Promise<Rebuilt> {
  const { table } = options;
  const { signal } = deadline;
  const work = new Work(options, deadline);
  let pk = after?.pk ?? only ?? (await table.partitionAfter(null, signal));
  let sk: string | null = after?.sk ?? FIRST_BLOCK;
  while (pk !== null) {
    if (work.isOver()) return { ...work.counts, after: { pk, sk } };
    sk = sk <= LAST_BLOCK ? await work.blocks(pk, sk) : await work.runs(pk, sk);
    if (sk !== null) continue;
    pk = only === null ? await table.partitionAfter(pk, signal) : null;
    sk = FIRST_BLOCK;
  }
  return { ...work.counts, after: null };
}

/** The blocks of one metric and hour. */
interface Group {
  metric: string;
  hour: Hour;
  items: Item[];
}

class Work {
  readonly counts = { hours: 0, changed: 0, failed: 0 };
  readonly #target: HourTarget;
  readonly #log: Log;
  readonly #deadline: Deadline;

  constructor({ table, clock, retentionDays, log }: RebuildOptions, deadline: Deadline) {
    this.#target = { table, clock, retentionDays, names: new MetricNames(table) };
    this.#log = log;
    this.#deadline = deadline;
  }

  isOver(): boolean {
    return this.#deadline.signal.aborted || this.#target.clock() >= this.#deadline.beginsBefore;
  }

  /** Looks at blocks from a sort key on. @returns the sort key to go on from */
  async blocks(pk: string, from: string): Promise<string> {
    let groups: Group[] = [];
    let next = from;
    for await (const group of this.#groups(pk, from)) {
      groups.push(group);
      if (groups.length < HOURS_AT_A_TIME) continue;
      await this.#look(pk, groups);
      next = blockKey(group.metric, hourBegin(group.hour + 1));
      if (this.isOver()) return next;
      groups = [];
    }
    await this.#look(pk, groups);
    return runsOf(0).first;
  }

  /** Looks at the runs of the next hour that has some from a sort key on. @returns the sort key to go on from; null where there are no more */
  async runs(pk: string, from: string): Promise<string | null> {
    const { table } = this.#target;
    const range = { pk, first: from, last: `R#${BEHIND}`, pageSize: 1 };
    for await (const [item] of table.query(range, this.#deadline.signal)) {
      const key = item && parseSortKey(textOf(item, 'sk'));
      if (key?.kind !== 'run') continue;
      await this.#attempt(pk, key.hour, () => mergeRuns(this.#target, pk, key.hour, this.#deadline.signal));
      return runsOf(key.hour + 1).first;
    }
    return null;
  }

  async *#groups(pk: string, first: string): AsyncGenerator<Group> {
    let group: Group | undefined;
    for await (const page of this.#target.table.query({ pk, first, last: LAST_BLOCK }, this.#deadline.signal))
      for (const item of page) {
        const key = parseSortKey(textOf(item, 'sk'));
        if (key.kind !== 'block') continue;
        const hour = hourOf(key.begin);
        if (group?.metric === key.metric && group.hour === hour) group.items.push(item);
        else {
          if (group) yield group;
          group = { metric: key.metric, hour, items: [item] };
        }
      }
    if (group) yield group;
  }

  async #look(pk: string, groups: readonly Group[]): Promise<void> {
    await mapConcurrently(groups, HOURS_AT_A_TIME, ({ metric, hour, items }) =>
      this.#attempt(pk, hour, async () => {
        const { names, retentionDays } = this.#target;
        const { signal } = this.#deadline;
        const blocks = items.map(readBlock);
        await names.ensure(pk, [metric], blockExpiry(hour, retentionDays), signal);
        return (await mergeMetric(this.#target, { pk, metric, hour }, { runs: [], blocks }, signal)) ? 1 : 0;
      }),
    );
  }

  async #attempt(pk: string, hour: Hour, look: () => Promise<number>): Promise<void> {
    try {
      const changed = await look();
      this.counts.changed += changed;
      this.counts.hours++;
    } catch (error) {
      this.#deadline.signal.throwIfAborted();
      this.counts.failed++;
      this.#log.error('An hour could not be rebuilt', { pk, hour, error: asError(error) });
    }
  }
}
