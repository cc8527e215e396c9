/** Bytes one after the other, in a buffer that grows. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(256);
  #length = 0;

  /** A whole number from 0 to 2^53 - 1, seven bits a byte, the low ones first. */
  varint(number: number): void {
    this.#reserve(8);
    let rest = number;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  double(number: number): void {
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleLE(number, this.#length);
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** UTF-8 behind its length. */
  text(text: string): void {
    const bytes = Buffer.from(text);
    this.varint(bytes.length);
    this.raw(bytes);
  }

  /** What was written. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + more));
    larger.set(this.bytes());
    this.#buffer = larger;
  }
}

/** Reads what {@link ByteWriter} wrote. Its methods throw RangeError where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  varint(): number {
    let [number, factor] = [0, 1];
    for (;;) {
      const byte = this.#bytes[this.#position++];
      if (byte === undefined) throw notWhole();
      number += (byte & 0x7f) * factor;
      if (byte < 0x80) return number;
      factor *= 0x80;
    }
  }

  double(): number {
    return this.raw(8).readDoubleLE(0);
  }

  /** A view of the next bytes. */
  raw(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw notWhole();
    const bytes = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return bytes;
  }

  text(): string {
    return this.raw(this.varint()).toString();
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }
}

/** The error of packed bytes of which a part is missing. */
export function notWhole(cause?: unknown): RangeError {
  return new RangeError('Packed readings are not whole', cause === undefined ? undefined : { cause });
}
