import { EventEmitter, once } from 'node:events';
import { asError } from '../../functions/shared/logger.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Device } from './devices.ts';
import type { DifferencesFile } from './differences.ts';
import { monthFrom, type Period } from './months.ts';
import { type OpenDevice, Progress, type Totals } from './progress.ts';
import { type Stores, transfer, type Watch } from './transfer.ts';

/** Devices at a time: of each, a few pages of readings are in memory. */
const WORKERS = 8;
/** How many devices may be begun beyond one that is not done: it bounds the checkpoint. */
const MOST_OPEN = 1000;

export interface MigrationOptions {
  /** In the order of their keys, from the one after the checkpoint's on. */
  devices: AsyncGenerator<Device>;
  /** Only readings of this time. */
  period: Period;
  stores: Stores;
  checkpoint: Checkpoint;
  differences: DifferencesFile;
  /** How long the checkpoint may be behind, in ms. */
  saveEvery: number;
  /** Is told of every page. @param underWay readings that were read of months that are not done */
  onProgress: (totals: Totals, underWay: number) => void;
  signal: AbortSignal;
}

/**
 * Copies the readings of devices and compares them, month by month. What the checkpoint says to be done is not done again.
 * @throws what the stores throw, or the signal's reason; the checkpoint then says how far it came
 */
export async function migrate(options: MigrationOptions): Promise<Totals> {
  return new Migration(options).run();
}

class Migration {
  private readonly options: MigrationOptions;
  private readonly progress: Progress;
  private readonly failure = new AbortController();
  private readonly watch: Watch;
  private readonly events = new EventEmitter<{ end: [] }>();
  private underWay = 0;
  private saving: Promise<void> = Promise.resolve();
  private saved = performance.now();

  constructor(options: MigrationOptions) {
    this.options = options;
    this.progress = new Progress(options.checkpoint.state.position);
    this.watch = {
      // One that fails ends all.
      signal: AbortSignal.any([options.signal, this.failure.signal]),
      onRead: (count) => {
        this.underWay += count;
        options.onProgress(this.progress.totals, this.underWay);
      },
    };
    this.events.setMaxListeners(WORKERS);
  }

  async run(): Promise<Totals> {
    const { signal } = this.watch;
    await Promise.all(Array.from({ length: WORKERS }, () => this.work()));
    await this.save(!signal.aborted);
    signal.throwIfAborted();
    return this.progress.totals;
  }

  /** Never rejects: the first failure is the signal's reason. */
  private async work(): Promise<void> {
    try {
      for (;;) {
        while (this.progress.size >= MOST_OPEN) await once(this.events, 'end', { signal: this.watch.signal });
        this.watch.signal.throwIfAborted();
        const next = await this.options.devices.next();
        if (next.done === true) return;
        await this.move(this.progress.begin(next.value));
      }
    } catch (error) {
      this.failure.abort(asError(error));
    }
  }

  private async move(device: OpenDevice): Promise<void> {
    if (device.from === null) return;
    const period = await this.periodOf(device);
    let from = device.from > period.from ? device.from : period.from;
    while (from < period.to) {
      const month = monthFrom(from, period);
      const count = await this.month(device, month);
      from = count > 0 ? month.to : await this.nextAfter(device, { from: month.to, to: period.to });
    }
    this.progress.end(device);
    this.events.emit('end');
    await this.saveSoon();
  }

  /** @returns how many readings there are */
  private async month(device: OpenDevice, month: Period): Promise<number> {
    const { stores, differences, onProgress } = this.options;
    const done = await transfer(device, month, stores, this.watch);
    this.progress.add(device, month.to, done);
    differences.add(device, done.differences);
    this.underWay -= done.read.count;
    onProgress(this.progress.totals, this.underWay);
    await this.saveSoon();
    return done.read.count;
  }

  /** From the first to the last of a device's readings that are to be copied; empty where there are none. */
  private async periodOf({ organizationId, deviceId }: Device): Promise<Period> {
    const metrics = await this.options.stores.source.periods({ organizationId, deviceId });
    let { from, to } = { from: this.options.period.to, to: this.options.period.from };
    for (const { first, last } of metrics) {
      if (first < from) from = first;
      if (last >= to) to = last + 1n;
    }
    const { period } = this.options;
    return { from: from > period.from ? from : period.from, to: to < period.to ? to : period.to };
  }

  /** The time of the first reading in a period, or the period's end: months without any cost one look. */
  private async nextAfter({ organizationId, deviceId }: Device, { from, to }: Period): Promise<bigint> {
    if (from >= to) return to;
    const query = { organizationId, deviceId, metrics: null, from, to, order: 'ASC' as const, after: null, limit: 1 };
    const [first] = await this.options.stores.source.page(query);
    return first?.time ?? to;
  }

  private async saveSoon(): Promise<void> {
    if (performance.now() - this.saved >= this.options.saveEvery) await this.save(false);
  }

  private save(ended: boolean): Promise<void> {
    this.saved = performance.now();
    this.saving = this.saving.then(async () => {
      const { checkpoint, differences } = this.options;
      await checkpoint.expectOwner();
      // Taken at one moment: what is listed is of what is done.
      const position = this.progress.position();
      const listed = await differences.flush();
      await checkpoint.save({ position, listed, ended });
    });
    return this.saving;
  }
}
