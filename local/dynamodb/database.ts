import type { ClassicLevel } from 'classic-level';
import * as v from 'valibot';
import { openLevel } from '../shared/level.ts';
import { parseObject, type JsonObject } from './json.ts';
import { tableRecord, type TableRecord } from './table-record.ts';
import { Turns } from '../shared/turns.ts';
import { View } from './view.ts';

/**
 * The tables and items on disk, in LevelDB.
 *
 * Every write is a {@link View} that collects what an operation writes and is committed as *one* LevelDB batch: items, their index entries and, for a
 * transaction, its client token. LevelDB writes a batch as one checksummed record of its log before it applies it, and replays the log when it opens, so
 * that after `kill -9` a batch is there as a whole or not at all. That log is the journal of the transactions.
 */
export class Database {
  readonly #level: ClassicLevel;
  readonly #turns = new Turns();
  readonly #tables: Map<string, TableRecord>;

  private constructor(level: ClassicLevel, tables: Map<string, TableRecord>) {
    this.#level = level;
    this.#tables = tables;
  }

  /** Opens the database in `directory`, which is made if missing. Rejects where another process has it open. */
  static async open(directory: string): Promise<Database> {
    const level = await openLevel(directory);
    const tables = new Map<string, TableRecord>();
    for await (const text of level.values({ gte: 'table~', lt: 'table\x7f' })) {
      const record = v.parse(tableRecord, parseObject(text));
      tables.set(record.description.TableName, record);
    }
    return new Database(level, tables);
  }

  /** The tables by name. */
  get tables(): ReadonlyMap<string, TableRecord> {
    return this.#tables;
  }

  /** The state as it is at each read. */
  reader(): View {
    return new View(this.#level, this.#tables);
  }

  /**
   * Runs `work` while nothing else writes, then commits what it wrote as one. Nothing is written where `work` rejects.
   * @param durable whether the commit is on the disk itself, not only with the operating system, before this resolves
   */
  exclusive<Result>(work: (view: View) => Promise<Result>, { durable = false } = {}): Promise<Result> {
    return this.#turns.take(async () => {
      const view = this.reader();
      const result = await work(view);
      const { operations, tables, abandoned } = view.changes();
      if (operations.length > 0) await this.#level.batch(operations, { sync: durable });
      for (const [name, record] of tables) {
        if (record) this.#tables.set(name, record);
        else this.#tables.delete(name);
      }
      for (const prefix of abandoned) await this.clear(prefix);
      return result;
    });
  }

  /** Deletes all keys that start with `prefix`, in pieces: only for what nothing refers to. */
  async clear(prefix: string): Promise<void> {
    await this.#level.clear({ gte: prefix, lt: `${prefix}\uffff` });
  }

  /** Keys, without `prefix`, and values of all that starts with `prefix`. */
  async *entries(prefix: string): AsyncGenerator<[key: string, value: JsonObject]> {
    for await (const [key, text] of this.#level.iterator({ gte: prefix, lt: `${prefix}\uffff` })) {
      yield [key.slice(prefix.length), parseObject(text)];
    }
  }

  /** Waits for the writes that are under way and releases the directory. Calling it twice is harmless. */
  close(): Promise<void> {
    return this.#turns.take(() => this.#level.close());
  }
}
