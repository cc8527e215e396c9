import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../functions/shared/readings/store.ts';
import { addTallies, formatChecksum, NOTHING, sameTally, subtractTally, tallyOf } from './tally.ts';

const reading: fc.Arbitrary<Reading> = fc.record({
  organizationId: fc.constantFrom('a', 'b'),
  deviceId: fc.constantFrom('c', 'd'),
  metric: fc.string(),
  time: fc.bigInt({ min: 0n, max: 2n ** 63n }),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  text: fc.option(fc.string()),
});

describe('tallies', () => {
  it('are the same in any order, and of any parts together', () => {
    fc.assert(
      fc.property(fc.array(reading), fc.array(reading), (some, others) => {
        const all = tallyOf([...some, ...others]);
        expect(tallyOf([...others, ...some].reverse())).toEqual(all);
        expect(addTallies(tallyOf(some), tallyOf(others))).toEqual(all);
        expect(subtractTally(all, tallyOf(others))).toEqual(tallyOf(some));
      }),
    );
  });

  it('differ where readings do, but for the sign of a zero', () => {
    fc.assert(
      fc.property(reading, reading, (one, other) => {
        const plain = (reading: Reading) => ({ ...reading, value: reading.value === 0 ? 0 : reading.value });
        const alike =
          JSON.stringify(Object.values(plain(one)), text) === JSON.stringify(Object.values(plain(other)), text);
        expect(sameTally(tallyOf([one]), tallyOf([other]))).toBe(alike);
      }),
    );
    const at = (value: number) =>
      tallyOf([{ organizationId: 'a', deviceId: 'd', metric: 'm', time: 0n, value, text: null }]);
    expect(at(-0)).toEqual(at(0));
    expect(at(5e-324)).not.toEqual(at(0));
    expect(at(0.1 + 0.2)).not.toEqual(at(0.3));
  });

  it('have 32 digits', () => {
    expect(formatChecksum(NOTHING)).toBe('0'.repeat(32));
    expect(formatChecksum({ count: 1, checksum: 2n ** 128n - 1n })).toBe('f'.repeat(32));
  });
});

const text = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
