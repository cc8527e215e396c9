import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import type { ClassicLevel } from 'classic-level';
import type { Attributes, Callback, ItemDatabase, Range, Store, Table } from 'dynalite/db/index.js';
import type { AwsError } from '../shared/aws-error.ts';
import { notFound } from './errors.ts';
import { parseObject } from './json.ts';
import { findStoredItemProblem } from './stored-item.ts';
import type { TableRecord } from './table-record.ts';

/** The largest item that DynamoDB takes, in bytes: 400 KB. */
const MAX_ITEM_SIZE = 400 * 1024;
/** Items of a range: each read goes to a thread and back. */
const READ_AT_ONCE = 100;

type Operation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** What a view collected: the operations of one commit, the tables as they are after it, and the prefixes that it gave up. */
export interface Changes {
  operations: Operation[];
  tables: ReadonlyMap<string, TableRecord | undefined>;
  abandoned: readonly string[];
}

/** An entry of an index that is put, changed or deleted. */
export interface IndexWrite {
  before: Attributes | undefined;
  after: Attributes | undefined;
}

/**
 * The state with one operation's own writes over it, in the shape that dynalite's operations work on. Writes stay here until the database commits them.
 *
 * Reads by key do not leave the thread: LevelDB has what a laptop works with in memory, so that they take microseconds, and an operation that only reads
 * and collects writes ends before another one can start.
 */
export class View implements Store {
  readonly options = { maxItemSize: MAX_ITEM_SIZE };
  readonly #level: ClassicLevel;
  readonly #tables: ReadonlyMap<string, TableRecord>;
  /** Values as JSON text, so that what the caller does to its objects afterwards changes nothing; `undefined` is a deletion. */
  readonly #writes = new Map<string, string | undefined>();
  readonly #tableWrites = new Map<string, TableRecord | undefined>();
  readonly #abandoned: string[] = [];

  constructor(level: ClassicLevel, tables: ReadonlyMap<string, TableRecord>) {
    this.#level = level;
    this.#tables = tables;
  }

  get(key: string): Attributes | undefined {
    if (!this.#writes.has(key)) return this.#committed(key);
    const text = this.#writes.get(key);
    return text === undefined ? undefined : parseObject(text);
  }

  #committed(key: string): Attributes | undefined {
    const text = this.#level.getSync(key);
    return text === undefined ? undefined : parseObject(text);
  }

  put(key: string, value: object): void {
    this.#writes.set(key, JSON.stringify(value));
  }

  delete(key: string): void {
    this.#writes.set(key, undefined);
  }

  findTable(name: string): TableRecord | undefined {
    return this.#tables.get(name);
  }

  /** @throws AwsError what `missing` makes, where there is no such table */
  table(name: string, missing: (name: string) => AwsError): TableRecord {
    const record = this.#tables.get(name);
    if (!record) throw missing(name);
    return record;
  }

  putTable(record: TableRecord): void {
    const name = record.description.TableName;
    this.#tableWrites.set(name, record);
    this.put(`table~${name}`, record);
  }

  deleteTable(name: string): void {
    this.#tableWrites.set(name, undefined);
    this.delete(`table~${name}`);
  }

  /** Gives up all keys that start with `prefix`. They go after the commit, in pieces: nothing may refer to them any more. */
  abandon(prefix: string): void {
    this.#abandoned.push(prefix);
  }

  changes(): Changes {
    const operations = [...this.#writes].map(([key, value]): Operation =>
      value === undefined ? { type: 'del', key } : { type: 'put', key, value },
    );
    return { operations, tables: this.#tableWrites, abandoned: this.#abandoned };
  }

  /** The entries of an index that are no longer as they were before this view. */
  indexWrites(table: string, index: string): IndexWrite[] {
    const prefix = indexPrefix(table, index);
    return [...this.#writes.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ before: this.#committed(key), after: this.get(key) }))
      .filter(({ before, after }) => !isDeepStrictEqual(before, after));
  }

  getTable(name: string, done: Callback<Table>): void {
    const record = this.findTable(name);
    if (record) done(null, record.description);
    else done(notFound());
  }

  getItemDb(table: string): ItemDatabase {
    const database = this.#itemDatabase(itemPrefix(table));
    return {
      ...database,
      put: (key, item, done) => {
        const problem = findStoredItemProblem(item, this.table(table, notFound).description);
        if (problem) done(problem);
        else database.put(key, item, done);
      },
    };
  }

  getIndexDb(_type: string, table: string, index: string): ItemDatabase {
    return this.#itemDatabase(indexPrefix(table, index));
  }

  #itemDatabase(prefix: string): ItemDatabase {
    return {
      // Whoever writes has the whole database to itself already.
      lock: (_key, critical) => {
        critical((done) => done);
      },
      get: (key, done) => {
        done(null, this.get(prefix + key));
      },
      put: (key, item, done) => {
        this.put(prefix + key, item);
        done(null);
      },
      del: (key, done) => {
        this.delete(prefix + key);
        done(null);
      },
      createValueStream: (range) => this.#values(prefix, range),
    };
  }

  #values(prefix: string, { gt, gte, lt, lte, reverse, limit }: Range): Readable {
    const texts = this.#level.values({
      ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
      ...(lte === undefined ? { lt: prefix + (lt ?? '\uffff') } : { lte: prefix + lte }),
      reverse: reverse ?? false,
      limit: limit ?? -1,
    });
    return new Readable({
      objectMode: true,
      read() {
        texts
          .nextv(READ_AT_ONCE)
          .then((some) => {
            for (const text of some) this.push(parseObject(text));
            if (some.length === 0) this.push(null);
          })
          .catch((error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))));
      },
      destroy(error, done) {
        texts.close().then(() => {
          done(error);
        }, done);
      },
    });
  }
}

/** Where the items of a table are. Names of tables and indexes have no `~`. */
export function itemPrefix(table: string): string {
  return `item~${table}~`;
}

/** Where the entries of an index are; of all indexes of the table without `index`. */
export function indexPrefix(table: string, index?: string): string {
  return index === undefined ? `index~${table}~` : `index~${table}~${index}~`;
}
