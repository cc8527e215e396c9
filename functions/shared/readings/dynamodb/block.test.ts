import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockItem, readBlock } from './block.ts';
import { blockExpiry, summariesExpiry } from './expiry.ts';
import { blocksOf, hourBegin } from './keys.ts';
import { sliceSeries } from './merge.ts';
import { seriesArbitrary } from './testing/series.ts';

const hour = 495_000;
const begin = hourBegin(hour);
const HOUR = hourBegin(1);

describe('blockItem', () => {
  it('has all of a block, and lies where the blocks of its hour are looked for', () => {
    const offset = fc.bigInt({ min: 0n, max: HOUR - 1n });
    fc.assert(
      fc.property(seriesArbitrary(hour), offset, offset, fc.nat(), (all, one, other, version) => {
        const [from, end] = one < other ? [begin + one, begin + other] : [begin + other, begin + HOUR];
        const block = { metric: 'a', begin: from, end, version, series: sliceSeries(all, from, end) };
        const item = blockItem('o#d', block, 365);
        expect(readBlock(item)).toEqual({ ...block, expires: blockExpiry(hour, 365) });
        const { first, last } = blocksOf('a', hour);
        const sk = item.sk?.S ?? '';
        expect(sk >= first && sk <= last).toBe(true);
      }),
    );
  });

  it('goes when its hour is too old, and the summaries with the last hour of their day', () => {
    const dayEnd = 24 * 100 - 1;
    expect(blockExpiry(dayEnd, 10)).toBe(110 * 86_400);
    expect(summariesExpiry(99, 10)).toBe(110 * 86_400);
  });
});

describe('readBlock', () => {
  it('refuses what is not a block', () => {
    expect(() => readBlock({ pk: { S: 'o#d' }, sk: { S: 'M#a' } })).toThrow('not a block');
    expect(() => readBlock({ pk: { S: 'o#d' }, sk: { S: 'B#a#0000000000000000000' } })).toThrow('no number `end`');
    expect(() => readBlock({ pk: { S: 'o#d' }, sk: { S: 'X' } })).toThrow(RangeError);
  });
});
