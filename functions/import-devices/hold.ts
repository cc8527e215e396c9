import type { ImportRow } from '../shared/imports/row.ts';
import { Overtaken } from '../shared/jobs/errors.ts';
import { Heart } from '../shared/jobs/heart.ts';
import { leaseEnd } from '../shared/jobs/leases.ts';
import { asError } from '../shared/logger.ts';
import type { ReadFile } from './csv/read-file.ts';
import { readFile } from './csv/read-file.ts';
import type { Changes, Ending, ImportKey, Ports } from './ports.ts';

const BEAT = 10_000;
/** What a request may take, in ms: whoever has less time left begins none. */
const REQUEST = 10_000;

/**
 * A worker's hold on an import: the row as it last saw it, and the heartbeat that keeps it. What changes the row rejects with {@link Overtaken} where
 * the hold is lost, or somebody has cancelled the import.
 */
export class Hold {
  readonly key: ImportKey;
  /** Names this worker in the row, and what it writes. */
  readonly owner: string;
  row: ImportRow;
  /** The chunk that this worker has opened itself, by its first row: nobody can have begun with it before. */
  opened: number | undefined;
  private readonly ports: Ports;
  private readonly heart: Heart;
  private until: number;
  private file: ReadFile | undefined;

  private constructor(key: ImportKey, owner: string, row: ImportRow, ports: Ports) {
    this.key = key;
    this.owner = owner;
    this.row = row;
    this.ports = ports;
    this.until = Date.parse(row.lease?.until ?? row.updatedAt);
    this.heart = new Heart(BEAT, () => this.beat());
  }

  /** Takes an import; undefined where there is nothing to take. The heart beats until {@link stop}. */
  static async take(key: ImportKey, owner: string, ports: Ports): Promise<Hold | undefined> {
    const row = await ports.imports.lease(key, owner, leaseEnd(ports));
    return row && new Hold(key, owner, row, ports);
  }

  /** @throws Overtaken where another worker may have the import, or may soon: nothing more is to be made for it */
  readonly check = (): void => {
    if (this.ports.clock() > this.until - REQUEST) throw new Overtaken('The lease is over, or will be in a moment');
  };

  /** Writes what a step has reached. Whoever gets on has all tries again. */
  async change(changes: Changes): Promise<void> {
    this.row = await this.ports.imports.change(this.row, this.owner, { ...changes, tries: 0 });
  }

  /** Ends the import, well or not. */
  async end(ending: Ending): Promise<void> {
    this.row = await this.ports.imports.end(this.row, this.owner, ending);
  }

  /** Gives the import back. @param dueAt when somebody must look at it again, ISO 8601; null where nobody must */
  release(dueAt: string | null): Promise<void> {
    return this.ports.imports.release(this.row, this.owner, dueAt);
  }

  /** Sees the import as it is now. @returns whether it is still this worker's */
  async reload(): Promise<boolean> {
    const row = await this.ports.imports.reload(this.key, this.owner);
    if (row) this.row = row;
    return row !== undefined;
  }

  /** The rows of what is imported: read once a worker. */
  async rows(): Promise<ReadFile> {
    const { file } = this.row.work;
    if (file === undefined) throw new Error('The file of an import under way is not kept');
    this.file ??= readFile(await this.ports.files.read(file));
    return this.file;
  }

  /** Stops the heart. */
  stop(): Promise<void> {
    return this.heart.stop();
  }

  private async beat(): Promise<void> {
    const until = leaseEnd(this.ports);
    try {
      await this.ports.imports.beat(this.row, this.owner, until);
      this.until = Date.parse(until);
    } catch (error) {
      // One that was cancelled meanwhile is still this worker's.
      if (error instanceof Overtaken) await this.look();
      else this.ports.log.warn('A heartbeat failed', { ...this.key, error: asError(error) });
    }
  }

  private async look(): Promise<void> {
    try {
      if (!(await this.reload())) this.until = 0;
    } catch (error) {
      this.ports.log.warn('An import could not be read', { ...this.key, error: asError(error) });
    }
  }
}
