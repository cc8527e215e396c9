import { incompleteBody } from '../errors.ts';

const MAXIMUM_LINE_BYTES = 16 * 1024;
const LF = 0x0a;

/** Reads lines and bytes from chunks of any size, without copying the bytes. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The text up to the next CRLF; `undefined` where there is nothing more. */
  async line(): Promise<string | undefined> {
    const pieces: Buffer[] = [];
    for (let length = 0; length <= MAXIMUM_LINE_BYTES;) {
      if (this.#rest.length === 0 && !(await this.#fill())) {
        if (pieces.length > 0) throw incompleteBody();
        return undefined;
      }
      const end = this.#rest.indexOf(LF);
      const piece = Buffer.from(this.#rest.subarray(0, end < 0 ? this.#rest.length : end + 1));
      this.#rest = this.#rest.subarray(piece.length);
      pieces.push(piece);
      length += piece.length;
      if (end >= 0) return withoutEnd(Buffer.concat(pieces).toString('latin1'));
    }
    throw incompleteBody();
  }

  /** From one to `most` bytes; `undefined` where there is nothing more. */
  async take(most: number): Promise<Uint8Array | undefined> {
    if (this.#rest.length === 0 && !(await this.#fill())) return undefined;
    const bytes = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /** Lets the source go. */
  async end(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done) return false;
      this.#rest = next.value;
    }
    return true;
  }
}

function withoutEnd(line: string): string {
  if (!line.endsWith('\r\n')) throw incompleteBody();
  return line.slice(0, -2);
}
