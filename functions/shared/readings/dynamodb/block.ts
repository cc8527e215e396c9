import type { Nanoseconds } from '../../time.ts';
import { blockExpiry } from './expiry.ts';
import { bytesOf, digitsOf, textOf } from './item.ts';
import { blockKey, hourBegin, hourOf, parseSortKey } from './keys.ts';
import { packSeries, unpackSeries } from './pack.ts';
import type { Series } from './series.ts';
import type { Item } from './table.ts';

/** Readings of one metric in [begin, end), which is within an hour. */
export interface Block {
  metric: string;
  /** Of the first block of an hour, when the hour begins. */
  begin: Nanoseconds;
  /** When the next block of the hour begins, or the hour ends. */
  end: Nanoseconds;
  version: number;
  series: Series;
}

/** A block as it is in the table. */
export interface StoredBlock extends Block {
  /** When its time is over, in s since 1970: as the retention was when it was written. */
  expires: number;
}

export function blockItem(pk: string, { metric, begin, end, version, series }: Block, retentionDays: number): Item {
  return {
    pk: { S: pk },
    sk: { S: blockKey(metric, begin) },
    data: { B: packSeries(series) },
    version: { N: version.toString() },
    end: { N: end.toString() },
    expires: { N: blockExpiry(hourOf(begin), retentionDays).toString() },
  };
}

/** @throws TypeError, RangeError where the item is not a block */
export function readBlock(item: Item): StoredBlock {
  const key = parseSortKey(textOf(item, 'sk'));
  if (key.kind !== 'block') throw new TypeError(`The item with the sort key ${textOf(item, 'sk')} is not a block`);
  return {
    metric: key.metric,
    begin: key.begin,
    end: BigInt(digitsOf(item, 'end')),
    version: Number(digitsOf(item, 'version')),
    expires: Number(digitsOf(item, 'expires')),
    series: unpackSeries(bytesOf(item, 'data'), hourBegin(hourOf(key.begin))),
  };
}
