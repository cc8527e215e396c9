/**
 * Cyclic redundancy checks that Node.js has not: CRC-32C (RFC 3720) and CRC-64/NVME (NVM Express NVM Command Set Specification), both reflected,
 * both begun and ended with all ones.
 */
export interface Polynomial {
  readonly width: 32 | 64;
  /** Without its highest power; the lowest power is the highest bit. */
  readonly reflected: bigint;
}

export const CRC32: Polynomial = { width: 32, reflected: 0xedb88320n };
export const CRC32C: Polynomial = { width: 32, reflected: 0x82f63b78n };
export const CRC64NVME: Polynomial = { width: 64, reflected: 0x9a6c9329ac4bc9b5n };

/** Eight tables of 256 remainders, halved: eight bytes are taken in one step. */
interface Tables {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

const tables = new Map<Polynomial, Tables>();

function tablesOf(polynomial: Polynomial): Tables {
  const known = tables.get(polynomial);
  if (known) return known;
  const low = new Uint32Array(2048);
  const high = new Uint32Array(2048);
  const remainders: bigint[] = [];
  for (let entry = 0; entry < 2048; entry++) {
    // An entry of a further table is that of the table before it, and one more byte of zeros.
    let remainder = entry < 256 ? BigInt(entry) : (remainders[entry - 256] ?? 0n);
    if (entry < 256) for (let bit = 0; bit < 8; bit++) remainder = timesX(remainder, polynomial);
    else remainder = (remainder >> 8n) ^ (remainders[Number(remainder & 0xffn)] ?? 0n);
    remainders.push(remainder);
    low[entry] = Number(remainder & 0xffffffffn);
    high[entry] = Number(remainder >> 32n);
  }
  const made = { low, high };
  tables.set(polynomial, made);
  return made;
}

function timesX(value: bigint, { reflected }: Polynomial): bigint {
  return value & 1n ? (value >> 1n) ^ reflected : value >> 1n;
}

/** A check over bytes that come in pieces. */
export class Crc {
  readonly #polynomial: Polynomial;
  readonly #tables: Tables;
  #low = 0xffffffff;
  #high: number;

  constructor(polynomial: Polynomial) {
    this.#polynomial = polynomial;
    this.#tables = tablesOf(polynomial);
    this.#high = polynomial.width === 64 ? 0xffffffff : 0;
  }

  update(bytes: Uint8Array): void {
    const { low: l, high: h } = this.#tables;
    let low = this.#low;
    let high = this.#high;
    let at = 0;
    const narrow = this.#polynomial.width === 32;
    const whole = bytes.length - (bytes.length % 8);
    // The indexes are below 2048 and below the length: `?? 0` is for the compiler.
    const byte = (index: number): number => bytes[index] ?? 0;
    for (; at < whole; at += 8) {
      const a = low ^ (byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24));
      const b = high ^ (byte(at + 4) | (byte(at + 5) << 8) | (byte(at + 6) << 16) | (byte(at + 7) << 24));
      const i0 = 1792 + (a & 255);
      const i1 = 1536 + ((a >>> 8) & 255);
      const i2 = 1280 + ((a >>> 16) & 255);
      const i3 = 1024 + (a >>> 24);
      const i4 = 768 + (b & 255);
      const i5 = 512 + ((b >>> 8) & 255);
      const i6 = 256 + ((b >>> 16) & 255);
      const i7 = b >>> 24;
      low = (l[i0] ?? 0) ^ (l[i1] ?? 0) ^ (l[i2] ?? 0) ^ (l[i3] ?? 0);
      low ^= (l[i4] ?? 0) ^ (l[i5] ?? 0) ^ (l[i6] ?? 0) ^ (l[i7] ?? 0);
      if (narrow) continue;
      high = (h[i0] ?? 0) ^ (h[i1] ?? 0) ^ (h[i2] ?? 0) ^ (h[i3] ?? 0);
      high ^= (h[i4] ?? 0) ^ (h[i5] ?? 0) ^ (h[i6] ?? 0) ^ (h[i7] ?? 0);
    }
    for (; at < bytes.length; at++) {
      const index = (low ^ byte(at)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ (l[index] ?? 0);
      high = (high >>> 8) ^ (h[index] ?? 0);
    }
    this.#low = low;
    this.#high = high;
  }

  /** Highest byte first. */
  digest(): Buffer {
    const wide = this.#polynomial.width === 64;
    const bytes = Buffer.alloc(wide ? 8 : 4);
    bytes.writeUInt32BE(~this.#low >>> 0, wide ? 4 : 0);
    if (wide) bytes.writeUInt32BE(~this.#high >>> 0, 0);
    return bytes;
  }
}

/** The check of a whole from the checks of its pieces, in order. */
export function combine(polynomial: Polynomial, pieces: readonly { digest: Buffer; size: number }[]): Buffer {
  const powers = new Map<number, bigint>();
  const whole = pieces.reduce((before, { digest, size }) => {
    const power = powers.get(size) ?? powerOfX(8 * size, polynomial);
    powers.set(size, power);
    return multiply(power, before, polynomial) ^ BigInt(`0x${digest.toString('hex')}`);
  }, 0n);
  return Buffer.from(whole.toString(16).padStart(polynomial.width / 4, '0'), 'hex');
}

function powerOfX(exponent: number, polynomial: Polynomial): bigint {
  let result = 1n << BigInt(polynomial.width - 1);
  let square = result >> 1n;
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(square, result, polynomial);
    square = multiply(square, square, polynomial);
  }
  return result;
}

/** The product of two polynomials over GF(2), modulo `polynomial`. */
function multiply(a: bigint, b: bigint, polynomial: Polynomial): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = BigInt(polynomial.width - 1); bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= shifted;
    shifted = timesX(shifted, polynomial);
  }
  return product;
}
