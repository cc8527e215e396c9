import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LatestRow } from './latest-row.ts';
import type { ReceivedReading } from '../readings/store.ts';
import { lastSeenAt, mergeLatest, parseLatestRow, readingsAttribute } from './latest-row.ts';

const base = { organizationId: '01JZ8Q6V5X3M9T2B7C4D1E0F8G', deviceId: '01JZ8Q6V5X3M9T2B7C4D1E0F8H' };
function reading(metric: string, time: bigint, receivedAt = 1, value = 1): ReceivedReading {
  return { ...base, metric, time, value, text: null, receivedAt };
}
const readings = fc.array(
  fc
    .record({
      metric: fc.constantFrom('a', 'b', 'constructor', 'toString'),
      time: fc.bigInt(0n, 3n),
      receivedAt: fc.integer({ min: 0, max: 3 }),
    })
    // A reading of the same time that was received at the same time is the same reading.
    .map(({ metric, time, receivedAt }) => reading(metric, time, receivedAt, Number(time) * 10 + receivedAt)),
);

function rowOf(row: LatestRow | undefined): LatestRow {
  if (!row) throw new Error('there is no row');
  return row;
}

describe('mergeLatest', () => {
  it('gives the same row in whatever order and however often readings come', () => {
    fc.assert(
      fc.property(readings, readings, fc.infiniteStream(fc.nat()), (first, second, order) => {
        const all = [...first, ...second];
        const shuffled = all
          .map((reading) => ({ reading, rank: order.next().value as number }))
          .sort((a, b) => a.rank - b.rank);
        const inTwo = mergeLatest(mergeLatest(undefined, first), second) ?? mergeLatest(undefined, first);
        const inOne = mergeLatest(
          undefined,
          shuffled.map(({ reading }) => reading),
        );
        expect(new Map(inTwo?.readings)).toEqual(new Map(inOne?.readings));
        if (inOne) expect(mergeLatest(inOne, all)).toBeUndefined();
      }),
    );
  });

  it('counts the writes', () => {
    const row = rowOf(mergeLatest(undefined, [reading('a', 1n)]));
    expect([row.revision, mergeLatest(row, [reading('a', 2n)])?.revision]).toEqual([1, 2]);
  });

  it('keeps the newest 200 metrics, so that the row never outgrows an item', () => {
    const many = Array.from({ length: 300 }, (_, index) => reading(`m${index}`, BigInt(index)));
    const row = rowOf(mergeLatest(undefined, many));
    expect([...row.readings.keys()].sort()).toEqual(
      many
        .slice(100)
        .map(({ metric }) => metric)
        .sort(),
    );
    expect(lastSeenAt(row)).toBe('1970-01-01T00:00:00.000000299Z');
    const longest = rowOf(
      mergeLatest(
        undefined,
        many.map((reading, index) => ({
          ...reading,
          metric: `m${index}`.padEnd(64, 'x'),
          text: 'é'.repeat(512),
        })),
      ),
    );
    expect(Buffer.byteLength(JSON.stringify(readingsAttribute(longest)))).toBeLessThan(400_000);
  });
});

describe('readingsAttribute', () => {
  it('is read back as it was', () => {
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), fc.constant(null));
    const latest = fc.record({
      time: fc.bigInt(0n, 2n ** 63n - 1n),
      value,
      text: fc.oneof(fc.string(), fc.constant(null)),
      receivedAt: fc.nat(),
    });
    const row = fc.record({
      readings: fc
        .array(fc.tuple(fc.constantFrom('a', 'b.c', 'constructor'), latest))
        .map((entries) => new Map(entries)),
      revision: fc.nat(),
    });
    fc.assert(
      fc.property(row, (row) => {
        const item = { readings: readingsAttribute(row), revision: { N: row.revision.toString() } };
        expect(parseLatestRow(item)).toEqual(row);
      }),
    );
  });
});
