import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { combine, Crc, CRC32, CRC32C, CRC64NVME } from './crc.ts';
import type { Polynomial } from './crc.ts';

/** The additional checksums of S3. Source: Checking object integrity in Amazon S3. */
export const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** `FULL_OBJECT` is over the bytes of the object, `COMPOSITE` over the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** What S3 computes where a client gives no checksum. */
export const DEFAULT_ALGORITHM: Algorithm = 'CRC64NVME';

export interface Digest {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

const POLYNOMIALS: Readonly<Partial<Record<Algorithm, Polynomial>>> = { CRC32, CRC32C, CRC64NVME };
const LENGTHS: Readonly<Record<Algorithm, number>> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

export function digestOf(algorithm: Algorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return new ZlibCrc32();
    case 'CRC32C':
      return new Crc(CRC32C);
    case 'CRC64NVME':
      return new Crc(CRC64NVME);
    case 'SHA1':
    case 'SHA256':
      return createHash(algorithm.toLowerCase());
  }
}

/** The header, trailer and parameter that carry a checksum, such as `x-amz-checksum-crc32`. */
export function headerOf(algorithm: Algorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The XML element that carries a checksum, such as `ChecksumCRC32`. */
export function elementOf(algorithm: Algorithm): `Checksum${Algorithm}` {
  return `Checksum${algorithm}`;
}

/** Whether `value` is the base64 of as many bytes as the algorithm has. */
export function isChecksum(algorithm: Algorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === LENGTHS[algorithm] && bytes.toString('base64') === value;
}

/** Only cyclic redundancy checks of parts can be made into that of the whole. */
export function canBeFullObject(algorithm: Algorithm): boolean {
  return POLYNOMIALS[algorithm] !== undefined;
}

/**
 * The checksum of an object from those of its parts, base64.
 * @param pieces checksums in base64, sizes in bytes
 */
export function checksumOfParts(
  algorithm: Algorithm,
  type: ChecksumType,
  pieces: readonly { value: string; size: number }[],
): string {
  const digests = pieces.map(({ value, size }) => ({ digest: Buffer.from(value, 'base64'), size }));
  const polynomial = POLYNOMIALS[algorithm];
  if (type === 'FULL_OBJECT' && polynomial) return combine(polynomial, digests).toString('base64');
  const composite = digestOf(algorithm);
  for (const { digest } of digests) composite.update(digest);
  return `${composite.digest().toString('base64')}-${pieces.length}`;
}

class ZlibCrc32 implements Digest {
  #value = 0;

  update(bytes: Uint8Array): void {
    this.#value = crc32(bytes, this.#value);
  }

  digest(): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(this.#value);
    return bytes;
  }
}
