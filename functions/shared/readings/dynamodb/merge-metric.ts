import { setTimeout as wait } from 'node:timers/promises';
import { backoff } from '../../concurrency.ts';
import type { Block, StoredBlock } from './block.ts';
import { blockItem, readBlock } from './block.ts';
import { summariesExpiry } from './expiry.ts';
import { blocksOf, dayOf, hourBegin, HOURS_A_DAY, summariesKey } from './keys.ts';
import { mergeSeries } from './merge.ts';
import type { BlockLimits, Place, PlannedBlock } from './plan-blocks.ts';
import { planBlocks } from './plan-blocks.ts';
import type { Series } from './series.ts';
import { packSummary, summarize } from './summary.ts';
import { summariesIn } from './summary-item.ts';
import type { ReadingsTable } from './table.ts';

export interface Target extends BlockLimits {
  table: ReadingsTable;
}

/** So often others may change an hour while it is merged. */
const ATTEMPTS = 12;

/**
 * Brings what runs have of one metric and hour into its blocks, and has their summary be there. Others may do the same at the same time, and any of them
 * may end at any point: none takes away what another one brought, and who comes to the end leaves a summary that has all of it.
 *
 * The first block's version is the hour's. Who changes anything writes that block last, if nobody else has in the meantime; so a summary with this
 * version is of what the blocks had then. Only blocks that a rival put right of it may have more: the summary differs from them, and is made anew by
 * whoever looks next, which is sure to happen, for the marks of what the rival brought are still there.
 * @param blocks what is there, where that was read already
 * @returns whether anything had to be written
 */
export async function mergeMetric(
  target: Target,
  place: Place,
  { runs, blocks: known }: { runs: readonly Series[]; blocks?: readonly StoredBlock[] },
  signal: AbortSignal,
): Promise<boolean> {
  const { table, retentionDays } = target;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await wait(backoff(Math.min(attempt, 6)), undefined, { signal });
    const blocks = attempt === 0 && known ? known : await readBlocks(table, place, signal);
    const parts = [...blocks.map(({ series }) => series), ...runs];
    if (parts.length === 0) return false;
    const series = mergeSeries(parts);
    const planned = planBlocks(place, blocks, series, target);
    const bytes = packSummary(summarize(series), series.begin);
    const isNew = planned.some(({ isNew }) => isNew);
    // Most hours are merged once: then nobody has to ask what summary is there.
    const stored = isNew && attempt === 0 ? undefined : await readSummary(table, place, signal);
    const version = planned[0]?.replaces ?? 0;
    if (!isNew && stored?.version === version && Buffer.compare(stored.bytes, bytes) === 0) return attempt > 0;

    const next = Math.max(version, stored?.version ?? 0) + 1;
    if (!(await writeBlocks(target, place, planned, next, signal))) continue;
    const day = dayOf(place.hour);
    const isPut = await table.putSummary(
      { pk: place.pk, sk: summariesKey(place.metric, day) },
      {
        hourOfDay: place.hour % HOURS_A_DAY,
        bytes,
        version: next,
        expires: summariesExpiry(day, retentionDays),
      },
      signal,
    );
    if (isPut) return true;
  }
  throw new Error(`Others change the hour ${place.hour} of ${place.metric} all the time`);
}

async function readBlocks(
  table: ReadingsTable,
  { pk, metric, hour }: Place,
  signal: AbortSignal,
): Promise<StoredBlock[]> {
  const blocks: StoredBlock[] = [];
  for await (const page of table.query({ pk, ...blocksOf(metric, hour) }, signal)) blocks.push(...page.map(readBlock));
  return blocks;
}

interface StoredSummary {
  version: number;
  bytes: Uint8Array;
}

async function readSummary(
  table: ReadingsTable,
  { pk, metric, hour }: Place,
  signal: AbortSignal,
): Promise<StoredSummary | undefined> {
  const sk = summariesKey(metric, dayOf(hour));
  for await (const page of table.query({ pk, first: sk, last: sk }, signal))
    for (const item of page) return summariesIn(item).find((summary) => summary.hour === hour);
  return undefined;
}

/**
 * Writes the blocks that are new from the last to the second one, then the first one in any case: whoever reads them meanwhile finds each reading in one
 * of them at least. @returns false where another one has changed one of them: then this has to begin anew
 */
async function writeBlocks(
  { table, retentionDays }: Target,
  place: Place,
  planned: readonly PlannedBlock[],
  version: number,
  signal: AbortSignal,
): Promise<boolean> {
  const [first, ...others] = planned;
  if (!first) return false;
  let { replaces } = first;
  if (replaces === null && others.length > 0) {
    replaces = 0;
    if (!(await table.putVersion(blockItem(place.pk, wholeHour(place), retentionDays), null, signal))) return false;
  }
  for (const block of others.toReversed())
    if (block.isNew && !(await table.putVersion(block.item, block.replaces, signal))) return false;
  return table.putVersion({ ...first.item, version: { N: version.toString() } }, replaces, signal);
}

/** A first block without readings, so that there is no gap before the others while they are written. */
function wholeHour({ metric, hour }: Place): Block {
  const begin = hourBegin(hour);
  const none = new Float64Array(0);
  const series = { begin, offsets: none, values: none, texts: null, receivedAt: none };
  return { metric, begin, end: hourBegin(hour + 1), version: 0, series };
}
