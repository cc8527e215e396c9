import type { RecordedReadingInput } from '../../schema/generated/types.ts';
import type { Cells } from './lines.ts';

/** A line that says something. */
export interface ReadingLine {
  number: number;
  cells: Cells;
  reading: RecordedReadingInput;
}

/** Lines of one device, oldest line first. */
export interface Batch {
  deviceId: string;
  lines: ReadingLine[];
  /** Of its readings as JSON. */
  bytes: number;
}

/** What one call of the API takes. */
const READINGS_A_BATCH = 1000;
/** With one line more it is still below the 1 MB that a request may have. Source: AWS General Reference, "AWS AppSync endpoints and quotas". */
const BYTES_A_BATCH = 500_000;
/** How many lines wait at most, so that a file of any size, of any number of devices, takes the same memory. */
const LINES_WAITING = 20_000;

/** Gathers lines by device: in a file they come by time, and a call is of one device. */
export class Batches {
  private readonly waiting = new Map<string, Batch>();
  private count = 0;

  /** @returns a batch that is to be recorded now, if there is one */
  add(line: ReadingLine): Batch | undefined {
    const deviceId = line.cells.device;
    const batch = this.waiting.get(deviceId) ?? { deviceId, lines: [], bytes: 0 };
    this.waiting.set(deviceId, batch);
    batch.lines.push(line);
    batch.bytes += Buffer.byteLength(JSON.stringify(line.reading));
    this.count++;
    if (batch.lines.length === READINGS_A_BATCH || batch.bytes >= BYTES_A_BATCH) return this.take(batch);
    if (this.count < LINES_WAITING) return undefined;
    const [oldest = batch] = this.waiting.values();
    return this.take(oldest);
  }

  /** What is left. */
  *rest(): Generator<Batch> {
    for (const batch of [...this.waiting.values()]) yield this.take(batch);
  }

  /** The earliest line that waits; `Infinity` where none does. */
  firstLine(): number {
    return Math.min(...[...this.waiting.values()].map(({ lines: [first] }) => first?.number ?? Infinity));
  }

  private take(batch: Batch): Batch {
    this.waiting.delete(batch.deviceId);
    this.count -= batch.lines.length;
    return batch;
  }
}
