import fc from 'fast-check';
import { decodeTime, encodeTime } from 'ulid';
import { expect, it } from 'vitest';
import { base32 } from './base32.ts';

it('has the digits of ULIDs, the most significant first, and leaves out those that there is no room for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (time) => {
      expect(base32(BigInt(time), 10)).toBe(encodeTime(time, 10));
      expect(base32(BigInt(time), 3)).toBe(encodeTime(time, 10).slice(-3));
      expect(decodeTime(`${base32(BigInt(time), 10)}${base32(0n, 16)}`)).toBe(time);
    }),
  );
});
