import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine, Crc, CRC32, CRC32C, CRC64NVME } from './crc.ts';
import type { Polynomial } from './crc.ts';

function crcOf(polynomial: Polynomial, ...pieces: Uint8Array[]): Buffer {
  const crc = new Crc(polynomial);
  for (const piece of pieces) crc.update(piece);
  return crc.digest();
}

describe('a cyclic redundancy check', () => {
  it.each([
    [CRC32, 'cbf43926'],
    [CRC32C, 'e3069283'],
    [CRC64NVME, 'ae8b14860a799888'],
  ])('has the check value of its catalogue', (polynomial, expected) => {
    expect(crcOf(polynomial, Buffer.from('123456789')).toString('hex')).toBe(expected);
  });

  it('is the same as that of zlib', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(crcOf(CRC32, bytes).readUInt32BE()).toBe(crc32(bytes));
      }),
    );
  });

  it.each([CRC32, CRC32C, CRC64NVME])('is the same however the bytes are cut, and of pieces those combined', (each) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }), (pieces) => {
        const whole = crcOf(each, Buffer.concat(pieces));
        expect(crcOf(each, ...pieces)).toEqual(whole);
        const digests = pieces.map((piece) => ({ digest: crcOf(each, piece), size: piece.length }));
        expect(combine(each, digests)).toEqual(whole);
      }),
    );
  });
});
