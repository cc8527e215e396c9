/** A run of bytes that grows at its end, and is emptied and filled again rather than made anew. */
export class Block {
  /** The first `length` bytes are in; what comes after them is anything. */
  bytes: Buffer;
  length = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  append(more: Uint8Array): void {
    this.reserve(this.length, more.length).set(more, this.length);
    this.length += more.length;
  }

  /** Makes room for `more` bytes after the first `used`, which are kept. @returns `bytes`, which may be others than before */
  reserve(used: number, more: number): Buffer {
    const needed = used + more;
    if (needed > this.bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, Math.ceil(this.bytes.length * 1.5)));
      this.bytes.copy(grown, 0, 0, used);
      this.bytes = grown;
    }
    return this.bytes;
  }

  filled(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}
