import type { Block, StoredBlock } from './block.ts';
import { blockItem } from './block.ts';
import { blockExpiry } from './expiry.ts';
import { bytesOf } from './item.ts';
import type { Hour } from './keys.ts';
import { hourBegin } from './keys.ts';
import { sliceSeries } from './merge.ts';
import type { Series } from './series.ts';
import type { Item } from './table.ts';

/** What the blocks of one metric and hour are to be. */
export interface Place {
  pk: string;
  metric: string;
  hour: Hour;
}

/** A block as it is to be. */
export interface PlannedBlock {
  item: Item;
  /** The version of the block that it takes the place of; null where there is none. */
  replaces: number | null;
  /** Whether it differs from that one. */
  isNew: boolean;
}

/** How blocks are made. */
export interface BlockLimits {
  retentionDays: number;
  /** The most bytes of readings a block has; {@link BLOCK_BYTES} unless given. */
  blockBytes?: number;
}

/** What is written again for one late reading, and read for a short period. */
const BLOCK_BYTES = 64 * 1024;
/** The most readings a block has: what hardly changes takes next to no bytes, but as much memory as any when it is unpacked. */
const BLOCK_READINGS = 50_000;

/**
 * The blocks of an hour's readings, in order of time; the first begins with the hour. Where a block began one begins, so that what has not changed stays
 * as it is; where one has become too large, it is cut. All are written again where the retention has changed: if one went before the others, the hour
 * would have a gap.
 */
export function planBlocks(
  place: Place,
  existing: readonly StoredBlock[],
  series: Series,
  limits: BlockLimits,
): PlannedBlock[] {
  const begins = new Map<bigint, StoredBlock | null>([[hourBegin(place.hour), null]]);
  for (const block of existing) begins.set(block.begin, block);
  const sorted = [...begins].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.flatMap(([begin, before], index) => {
    const end = sorted[index + 1]?.[0] ?? hourBegin(place.hour + 1);
    return cut({ begin, end, series: sliceSeries(series, begin, end) }, before, place, limits);
  });
}

type Part = Pick<Block, 'begin' | 'end' | 'series'>;

function cut(part: Part, before: StoredBlock | null, place: Place, limits: BlockLimits): PlannedBlock[] {
  const { begin, end, series } = part;
  const { retentionDays, blockBytes = BLOCK_BYTES } = limits;
  const version = (before?.version ?? 0) + 1;
  const expires = blockExpiry(place.hour, retentionDays);
  const isNew = before?.end !== end || before.expires !== expires || !isSame(before.series, series);
  const count = series.offsets.length;
  if (!isNew || count <= BLOCK_READINGS) {
    const item = blockItem(place.pk, { metric: place.metric, begin, end, version, series }, retentionDays);
    if (!isNew || count < 2 || bytesOf(item, 'data').length <= blockBytes)
      return [{ item, replaces: before?.version ?? null, isNew }];
  }
  const middle = series.begin + BigInt(series.offsets[count >>> 1] ?? 0);
  return [
    ...cut({ begin, end: middle, series: sliceSeries(series, begin, middle) }, before, place, limits),
    ...cut({ begin: middle, end, series: sliceSeries(series, middle, end) }, null, place, limits),
  ];
}

function isSame(one: Series, other: Series): boolean {
  if (one.offsets.length !== other.offsets.length) return false;
  for (let index = 0; index < one.offsets.length; index++) {
    const isEqual =
      one.offsets[index] === other.offsets[index] &&
      one.receivedAt[index] === other.receivedAt[index] &&
      Object.is(one.values[index], other.values[index]) &&
      (one.texts?.[index] ?? null) === (other.texts?.[index] ?? null);
    if (!isEqual) return false;
  }
  return true;
}
