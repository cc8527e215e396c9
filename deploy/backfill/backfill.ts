import { asError } from '../../functions/shared/logger.ts';
import type { Batch } from './batches.ts';
import { Batches } from './batches.ts';
import type { Line } from './lines.ts';
import type { Recorder } from './recorder.ts';
import type { RefusedLine, RefusedLines } from './refused-lines.ts';

const CALLS_AT_A_TIME = 4;
const LINES_BETWEEN_REPORTS = 10_000;

export interface BackfillOptions {
  lines: AsyncIterable<Line>;
  /** The lines up to this one are left out: 0 for none. */
  after: number;
  record: Recorder;
  refused: RefusedLines;
  /** Tells a person how far it is, and which lines are refused. */
  say: (text: string) => void;
  /** Ends it: what was sent is waited for. */
  signal: AbortSignal;
}

export interface Backfilled {
  stored: number;
  refused: number;
  /** All lines up to this one are stored or refused. */
  done: number;
  /** Why it did not come to the end of the file. */
  stopped: Error | undefined;
}

/** Records the lines of a file: those of a device in their order, so that of two values for one metric and time the later line counts. */
export async function backfill(options: BackfillOptions): Promise<Backfilled> {
  const work = new Work(options);
  try {
    for await (const line of options.lines) {
      options.signal.throwIfAborted();
      if (line.number > options.after) await work.add(line);
    }
    await work.finish();
  } catch (error) {
    work.stop(asError(error));
  }
  return work.end();
}

class Work {
  private readonly batches = new Batches();
  /** The batches that are being recorded, and those before which another one of their device is. */
  private readonly running = new Map<Batch, Promise<void>>();
  /** The last batch of each device that has one running. */
  private readonly lastOf = new Map<string, Promise<void>>();
  private readonly options: BackfillOptions;
  private stored = 0;
  private refused = 0;
  private read: number;
  private reported = 0;
  private stopped: Error | undefined;

  constructor(options: BackfillOptions) {
    this.options = options;
    this.read = options.after;
  }

  async add({ number, cells, reading }: Line): Promise<void> {
    if ('reason' in reading) await this.refuse([{ line: { number, cells }, reason: reading.reason }]);
    else {
      const batch = this.batches.add({ number, cells, reading });
      if (batch) await this.start(batch);
    }
    this.read = number;
  }

  async finish(): Promise<void> {
    for (const batch of this.batches.rest()) await this.start(batch);
    await this.settled();
    if (this.stopped) throw this.stopped;
  }

  stop(reason: Error): void {
    this.stopped ??= reason;
  }

  async end(): Promise<Backfilled> {
    await this.settled();
    const { stored, refused, stopped } = this;
    return { stored, refused, done: this.done(), stopped };
  }

  /** All lines before those that wait or are being recorded. A batch that failed stays among the latter. */
  private done(): number {
    const firsts = [...this.running.keys()].map(({ lines: [first] }) => first?.number ?? Infinity);
    return Math.min(this.read, Math.min(this.batches.firstLine(), ...firsts) - 1);
  }

  private async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }

  /** Resolves when there is room for the next one. */
  private async start(batch: Batch): Promise<void> {
    const { deviceId } = batch;
    const before = this.lastOf.get(deviceId) ?? Promise.resolve();
    const run = before
      .then(() => (this.stopped ? undefined : this.record(batch)))
      .catch((error: unknown) => {
        this.stop(asError(error));
      })
      .finally(() => {
        if (this.lastOf.get(deviceId) === run) this.lastOf.delete(deviceId);
      });
    this.running.set(batch, run);
    this.lastOf.set(deviceId, run);
    while (this.running.size >= CALLS_AT_A_TIME && !this.stopped) await Promise.race(this.running.values());
    if (this.stopped) throw this.stopped;
  }

  private async record(batch: Batch): Promise<void> {
    const { deviceId, lines } = batch;
    const answer = await this.options.record({ deviceId, readings: lines.map(({ reading }) => reading) });
    const refused: RefusedLine[] =
      'reason' in answer
        ? lines.map((line) => ({ line, reason: answer.reason }))
        : answer.invalid.flatMap(({ index, reason }) => {
            const line = lines[index];
            return line ? [{ line, reason }] : [];
          });
    this.stored += lines.length - refused.length;
    await this.refuse(refused);
    this.running.delete(batch);
    this.report();
  }

  private async refuse(lines: readonly RefusedLine[]): Promise<void> {
    this.refused += lines.length;
    for (const { line, reason } of lines) this.options.say(`line ${line.number}: ${reason}`);
    await this.options.refused.add(lines);
  }

  private report(): void {
    const all = this.stored + this.refused;
    if (all - this.reported < LINES_BETWEEN_REPORTS) return;
    this.reported = all;
    this.options.say(
      `${this.stored.toLocaleString('en')} readings stored, ${this.refused.toLocaleString('en')} lines refused`,
    );
  }
}
