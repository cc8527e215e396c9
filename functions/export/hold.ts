import type { ExportRow } from '../shared/exports/row.ts';
import { Overtaken } from '../shared/jobs/errors.ts';
import { Heart } from '../shared/jobs/heart.ts';
import { leaseEnd } from '../shared/jobs/leases.ts';
import { asError } from '../shared/logger.ts';
import type { Changes, Ending, ExportKey, Ports } from './ports.ts';

/** In ms: subscribers are told of an export that is under way at least every 2 s. */
export const BEAT = 1500;

/**
 * A worker's hold on an export: the row as it last saw it, and the heartbeat that keeps it. What changes the row rejects with {@link Overtaken} where
 * the hold is lost.
 */
export class Hold {
  readonly key: ExportKey;
  /** Names this worker in the row. */
  readonly owner: string;
  row: ExportRow;
  /** The identities that this worker has tried to mail: none is tried twice without a pause. */
  readonly mailed = new Set<string>();
  /** How far the export is, in percent; the next beat writes it. */
  progress: number;
  private readonly ports: Ports;
  private interruption = new AbortController();
  private publishedVersion = 0;
  private readonly heart: Heart;

  private constructor(key: ExportKey, owner: string, row: ExportRow, ports: Ports) {
    this.key = key;
    this.owner = owner;
    this.row = row;
    this.progress = row.progress;
    this.ports = ports;
    this.heart = new Heart(ports.settings.beat, () => this.beat());
  }

  /** Takes an export; undefined where there is nothing to take. The heart beats until {@link stop}. */
  static async take(key: ExportKey, owner: string, ports: Ports): Promise<Hold | undefined> {
    const row = await ports.exports.lease(key, owner, leaseEnd(ports));
    if (!row) return undefined;
    return new Hold(key, owner, row, ports);
  }

  /** Aborted when the export was found to be in other hands, or cancelled, or deleted. */
  get interrupted(): AbortSignal {
    return this.interruption.signal;
  }

  /** Writes what a step has reached. Whoever gets on has all tries again. */
  async change(changes: Changes): Promise<void> {
    this.row = await this.ports.exports.change(this.row, this.owner, { ...changes, tries: 0 });
  }

  /** Ends the export, well or not. */
  async end(ending: Ending): Promise<void> {
    this.row = await this.ports.exports.end(this.row, this.owner, ending);
    this.progress = this.row.progress;
  }

  /** Says that the files are gone. */
  async expire(): Promise<void> {
    this.row = await this.ports.exports.expire(this.row, this.owner);
  }

  /** Gives the export back. @param dueAt when somebody must look at it again, ISO 8601; null where nobody must */
  release(dueAt: string | null): Promise<void> {
    return this.ports.exports.release(this.row, this.owner, dueAt);
  }

  /** Removes the row, the last trace of the export. */
  remove(): Promise<void> {
    return this.ports.exports.remove(this.row, this.owner);
  }

  /** Sees the export as it is now. @returns whether it is still this worker's */
  async reload(): Promise<boolean> {
    const row = await this.ports.exports.reload(this.key, this.owner);
    if (!row) return false;
    this.row = row;
    this.progress = Math.max(this.progress, row.progress);
    this.interruption = new AbortController();
    return true;
  }

  /** Tells subscribers of the export if it has changed since they were last told. */
  async announce(): Promise<void> {
    if (this.publishedVersion === this.row.version) return;
    this.publishedVersion = this.row.version;
    await this.publish();
  }

  /** Stops the heart. */
  stop(): Promise<void> {
    return this.heart.stop();
  }

  private async beat(): Promise<void> {
    if (this.interrupted.aborted) return;
    try {
      const progress = Math.floor(this.progress);
      await this.ports.exports.beat(this.row, this.owner, { until: leaseEnd(this.ports), progress });
      await this.publish();
    } catch (error) {
      if (error instanceof Overtaken) this.interruption.abort(error);
      else this.ports.log.warn('A heartbeat failed', { ...this.key, error: asError(error) });
    }
  }

  /** Who is not told now is told of what comes next: an export does not fail for it. */
  private async publish(): Promise<void> {
    try {
      await this.ports.events.publish(this.key);
    } catch (error) {
      this.ports.log.warn('Subscribers could not be told of an export', { ...this.key, error: asError(error) });
    }
  }
}
