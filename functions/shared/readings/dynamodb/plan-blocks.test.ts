import { describe, expect, it } from 'vitest';
import { readBlock } from './block.ts';
import { hourBegin } from './keys.ts';
import { mergeSeries } from './merge.ts';
import { planBlocks } from './plan-blocks.ts';
import type { Series } from './series.ts';

const hour = 500_000;
const place = { pk: 'o#d', metric: 'a', hour };

/** Readings at even distances, all the same: as many as there are, they take a few bytes. */
function constant(length: number): Series {
  const offsets = Float64Array.from({ length }, (_, index) => index * 1_000_000);
  const zeros = new Float64Array(length);
  return { begin: hourBegin(hour), offsets, values: zeros, texts: null, receivedAt: zeros };
}

describe('planBlocks', () => {
  it('cuts what has too many readings, however few bytes they take', () => {
    const series = constant(120_000);
    const blocks = planBlocks(place, [], series, { retentionDays: 30 }).map(({ item }) => readBlock(item));
    expect(blocks.map(({ series }) => series.offsets.length)).toEqual([30_000, 30_000, 30_000, 30_000]);
    const merged = mergeSeries(blocks.map(({ series }) => series));
    expect(Buffer.compare(new Uint8Array(merged.offsets.buffer), new Uint8Array(series.offsets.buffer))).toBe(0);
    const again = planBlocks(place, blocks, series, { retentionDays: 30 });
    expect(again.map(({ isNew }) => isNew)).toEqual([false, false, false, false]);
  });

  it('writes all blocks of an hour again where what they are kept for has changed', () => {
    const series = constant(120_000);
    const blocks = planBlocks(place, [], series, { retentionDays: 30 }).map(({ item }) => readBlock(item));
    const longer = planBlocks(place, blocks, series, { retentionDays: 31 });
    expect(longer.map(({ isNew, replaces }) => ({ isNew, replaces }))).toEqual(
      blocks.map(({ version }) => ({ isNew: true, replaces: version })),
    );
  });
});
