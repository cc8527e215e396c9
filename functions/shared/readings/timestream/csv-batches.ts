import { CsvScanner } from './csv-scanner.ts';

/** How much is scanned at once, in bytes: the memory that reading takes, and what a checkpoint is counted in. */
export const WINDOW = 256 * 1024;
/** Far beyond any record: what is longer has a quote that nothing closes. */
const LONGEST_RECORD = 16 * 2 ** 20;

/** Complete records of one file. */
export interface CsvBatch {
  /** Valid until the next batch is asked for. */
  bytes: Buffer;
  bounds: Uint32Array;
  rows: number;
  /** Where in the file, in bytes, the next batch begins. */
  next: number;
}

/**
 * The records of a file of UNLOAD in batches. A batch is what is complete of the `window` bytes from where the one before ended: that
 * depends on nothing but the file and the place, so that reading on from any `next` gives the same batches, however the file arrives.
 * @param chunks the file from its beginning
 * @param from where to begin: 0, or the `next` of a batch
 */
export async function* csvBatches(
  chunks: AsyncIterable<Buffer>,
  { columns, from, window = WINDOW }: { columns: number; from: number; window?: number },
): AsyncGenerator<CsvBatch> {
  const scanner = new CsvScanner(columns);
  const source = new Source(chunks);
  try {
    await source.skip(from);
    let buffer: Buffer = Buffer.allocUnsafeSlow(window);
    let filled = 0;
    let limit = window;
    let next = from;
    for (;;) {
      filled += await source.fill(buffer, filled, limit);
      const isLast = filled < limit || (filled === limit && (await source.isAtEnd()));
      const bytes = buffer.subarray(0, Math.min(filled, limit));
      const { rows, end, bounds } = scanner.scan(bytes, isLast);
      if (rows > 0) {
        next += end;
        yield { bytes, bounds, rows, next };
        buffer.copyWithin(0, end, filled);
        filled -= end;
        limit = window;
      } else if (isLast) {
        return;
      } else {
        limit *= 2;
        if (limit > LONGEST_RECORD) throw new Error(`A record is longer than ${LONGEST_RECORD} bytes`);
        buffer = atLeast(buffer, limit);
      }
    }
  } finally {
    await source.close();
  }
}

function atLeast(buffer: Buffer, size: number): Buffer {
  if (buffer.length >= size) return buffer;
  const larger = Buffer.allocUnsafeSlow(size);
  buffer.copy(larger);
  return larger;
}

/** Bytes that come in chunks of any size, taken in runs of other sizes. */
class Source {
  private readonly chunks: AsyncIterator<Buffer>;
  private chunk: Buffer = Buffer.alloc(0);
  private taken = 0;
  private hasEnded = false;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** Copies bytes to `target` from `at` up to `limit`. @returns how many; fewer than there is room for only at the end */
  async fill(target: Buffer, at: number, limit: number): Promise<number> {
    let to = at;
    while (to < limit && !(await this.isAtEnd())) {
      const count = this.chunk.copy(target, to, this.taken, this.taken + limit - to);
      this.taken += count;
      to += count;
    }
    return to - at;
  }

  async skip(count: number): Promise<void> {
    let left = count;
    while (left > 0) {
      if (await this.isAtEnd()) throw new RangeError('The position is behind the end of the file');
      const step = Math.min(left, this.chunk.length - this.taken);
      this.taken += step;
      left -= step;
    }
  }

  async isAtEnd(): Promise<boolean> {
    while (this.taken === this.chunk.length && !this.hasEnded) {
      const result = await this.chunks.next();
      if (result.done === true) this.hasEnded = true;
      else {
        this.chunk = result.value;
        this.taken = 0;
      }
    }
    return this.taken === this.chunk.length;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}
