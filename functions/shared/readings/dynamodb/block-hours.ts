import type { Block } from './block.ts';
import { readBlock } from './block.ts';
import { digitsOf, textOf } from './item.ts';
import type { Hour } from './keys.ts';
import { blocksOf, hourBegin, hourOf, parseSortKey } from './keys.ts';
import { mergeSeries } from './merge.ts';
import type { Series } from './series.ts';
import type { HourItems, Order, Pace, Source, Stretch } from './stretches.ts';
import { readStretches } from './stretches.ts';
import type { Item } from './table.ts';

export interface BlockQuery {
  pk: string;
  metric: string;
  stretches: readonly Stretch[];
  order: Order;
  pace: Pace;
}

/** What the blocks of one metric have of an hour. */
export interface BlockHour {
  hour: Hour;
  series: Series;
  /** How many blocks it is. */
  blocks: number;
}

/** So often an hour may change between two looks at it: it changes once in a few minutes at most. */
const MOST_LOOKS = 10;

/** What the blocks of one metric have, hour by hour in order. */
export async function* blockHours(query: BlockQuery, source: Source): AsyncGenerator<BlockHour> {
  const { pk, metric, stretches, order, pace } = query;
  const found = readStretches(
    {
      pk,
      stretches,
      order,
      keysOf: ({ first, last }) => blocksOf(metric, first, last),
      placeOf: (item) => placeOf(item, order),
      pace,
    },
    source,
  );
  for await (const items of found) {
    const blocks = await wholeHour(items, query, source);
    const series = blocks.map(({ series }) => series);
    if (series.length > 0) yield { hour: items.hour, series: mergeSeries(series), blocks: series.length };
  }
}

function placeOf(item: Item, order: Order): { hour: Hour; isLast: boolean } {
  const key = parseSortKey(textOf(item, 'sk'));
  if (key.kind !== 'block') throw new TypeError(`The item with the sort key ${textOf(item, 'sk')} is not a block`);
  const hour = hourOf(key.begin);
  const isLast = order === 'ASC' ? BigInt(digitsOf(item, 'end')) >= hourBegin(hour + 1) : key.begin <= hourBegin(hour);
  return { hour, isLast };
}

/** The blocks of an hour. Where it was cut anew while it was read, a part that moved may have been in neither of two blocks: then it is read again. */
async function wholeHour({ hour, items }: HourItems, { pk, metric }: BlockQuery, source: Source): Promise<Block[]> {
  let blocks = items.map(readBlock);
  for (let look = 1; hasGap(hour, blocks); look++) {
    if (look === MOST_LOOKS) throw new Error(`The blocks of ${metric} in hour ${hour} do not follow each other`);
    const again: Item[] = [];
    for await (const page of source.table.query({ pk, ...blocksOf(metric, hour) }, source.signal)) again.push(...page);
    blocks = again.map(readBlock);
  }
  return blocks;
}

/** Blocks may be longer than where the next begins: then that one is newer. No blocks have no gap: the hour has expired. */
function hasGap(hour: Hour, blocks: readonly Block[]): boolean {
  let reached = hourBegin(hour);
  for (const { begin, end } of blocks.toSorted((one, other) => (one.begin < other.begin ? -1 : 1))) {
    if (begin > reached) return true;
    if (end > reached) reached = end;
  }
  return blocks.length > 0 && reached < hourBegin(hour + 1);
}
