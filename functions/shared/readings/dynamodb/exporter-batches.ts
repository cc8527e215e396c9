import type { Nanoseconds } from '../../time.ts';
import type { RowBatch } from '../store.ts';
import type { Cells, Rows } from './exporter-rows.ts';
import { positionAfter, writePosition } from './exporter-rows.ts';
import { NUMBER_BYTES, TIME_BYTES, TimeWriter, writeNumber } from './exporter-text.ts';

/** As much as is written to one batch, a row more at most. */
const BATCH_BYTES = 256 * 1024;
const BATCH_ROWS = 8192;
/** UTF-8 has no more bytes for what is one character of a string. */
const LARGEST_CHARACTER = 3;

/**
 * Rows as batches of text, from the same memory each time.
 * @param options step: from the time of a row to where the next one may begin
 */
export async function* rowBatches(
  source: AsyncIterable<Rows>,
  { step, batchRows = BATCH_ROWS }: { step: Nanoseconds; batchRows?: number | undefined },
): AsyncGenerator<RowBatch> {
  const batch = new BatchInTheMaking(batchRows);
  for await (const rows of source) {
    for (let row = 0; row < rows.offsets.length;) {
      row = batch.fill(rows, row);
      if (!batch.isFull) continue;
      const progress = row < rows.offsets.length ? batch.progress : rows.progress;
      yield batch.taken(writePosition(positionAfter(rows, row - 1, step)), progress);
      batch.clear();
    }
    batch.end(rows, step);
  }
  if (batch.rows > 0) yield batch.taken(batch.position, batch.progress);
}

class BatchInTheMaking {
  rows = 0;
  isFull = false;
  /** How far reading was before the rows that are being added. */
  progress = 0;
  /** After the rows that have all been added. */
  position = '';
  private readonly mostRows: number;
  private bytes = Buffer.allocUnsafeSlow(BATCH_BYTES * 1.25);
  private bounds = new Uint32Array(1);
  private used = 0;
  private bound = 0;

  constructor(mostRows: number) {
    this.mostRows = mostRows;
  }

  /** Adds rows from `from` on, until the batch is full. @returns the first that was not added */
  fill(rows: Rows, from: number): number {
    const { offsets, cells } = rows;
    this.growBounds(2 * (3 + cells.length) * this.mostRows);
    const keys = this.writeKeys(rows);
    const times = new TimeWriter(rows.begin);
    let row = from;
    while (row < offsets.length && !this.isFull) {
      this.reserve(TIME_BYTES + 1);
      this.add(this.used, times.write(offsets[row] ?? 0, this.bytes, this.used));
      for (const bound of keys) this.bounds[this.bound++] = bound;
      for (const cell of cells) this.writeCell(cell, row);
      row++;
      this.rows++;
      this.isFull = this.rows === this.mostRows || this.used >= BATCH_BYTES;
    }
    return row;
  }

  /** Says that all of `rows` have been added. */
  end(rows: Rows, step: Nanoseconds): void {
    this.progress = rows.progress;
    if (this.rows > 0) this.position = writePosition(positionAfter(rows, rows.offsets.length - 1, step));
  }

  taken(position: string, progress: number): RowBatch {
    const bounds = this.bounds.subarray(0, this.bound);
    return { bytes: this.bytes.subarray(0, this.used), bounds, rows: this.rows, position, progress };
  }

  clear(): void {
    this.rows = 0;
    this.used = 0;
    this.bound = 0;
    this.isFull = false;
  }

  /** Writes what all of the rows have in common, once. @returns where it begins and ends */
  private writeKeys({ deviceId, metric }: Rows): number[] {
    const bounds: number[] = [];
    for (const key of metric === null ? [deviceId] : [deviceId, metric]) {
      this.reserve(key.length * LARGEST_CHARACTER);
      const start = this.used;
      this.used += this.bytes.write(key, start);
      bounds.push(start, this.used);
    }
    return bounds;
  }

  private writeCell({ numbers, texts }: Cells, row: number): void {
    const number = numbers?.[row] ?? NaN;
    if (!Number.isNaN(number)) {
      this.reserve(NUMBER_BYTES);
      this.add(this.used, writeNumber(number, this.bytes, this.used));
      return;
    }
    const text = texts?.[row] ?? '';
    this.reserve(text.length * LARGEST_CHARACTER);
    this.add(this.used, text === '' ? this.used : this.used + this.bytes.write(text, this.used));
  }

  private add(start: number, end: number): void {
    this.bounds[this.bound++] = start;
    this.bounds[this.bound++] = end;
    this.used = end;
  }

  private reserve(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(2 * (this.used + more));
    this.bytes.copy(grown, 0, 0, this.used);
    this.bytes = grown;
  }

  private growBounds(length: number): void {
    if (this.bounds.length < length) this.bounds = new Uint32Array(length);
  }
}
