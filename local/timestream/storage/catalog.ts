import type { DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import { identifier } from './sql.ts';
import type { Transactions } from './transactions.ts';
import type { DatabaseRecord, TableRecord } from './types.ts';

const settingsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    memoryHours: v.number(),
    memoryFromMs: v.optional(v.number()),
    magneticDays: v.number(),
    magneticWrites: v.boolean(),
    rejectedDataLocation: v.optional(v.unknown()),
    partitionKey: v.array(
      v.object({
        Type: v.picklist(['DIMENSION', 'MEASURE']),
        Name: v.optional(v.string()),
        EnforcementInRecord: v.optional(v.picklist(['REQUIRED', 'OPTIONAL'])),
      }),
    ),
  }),
);

const count = v.pipe(
  v.union([v.bigint(), v.number()]),
  v.transform((value) => Number(value)),
);
const databaseRow = v.tuple([v.string(), v.string(), count, count]);
const tableRow = v.tuple([count, v.string(), v.string(), settingsSchema, count, count]);
const tagRow = v.tuple([v.string(), v.string(), v.string()]);

/** Databases, tables and tags: in memory for reading, in DuckDB for keeping. */
export class Catalog {
  readonly databases = new Map<string, DatabaseRecord>();
  private readonly tables = new Map<string, TableRecord>();
  private readonly tagsByArn = new Map<string, ReadonlyMap<string, string>>();
  private readonly transactions: Transactions;
  private lastTableId = 0;

  private constructor(transactions: Transactions) {
    this.transactions = transactions;
  }

  static async open(transactions: Transactions): Promise<Catalog> {
    const catalog = new Catalog(transactions);
    await transactions.run((connection) => catalog.load(connection));
    return catalog;
  }

  private async load(connection: DuckDBConnection): Promise<void> {
    const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
    for (const row of await read('SELECT name, kms_key_id, created_ms, updated_ms FROM main.ts_databases')) {
      const [name, kmsKeyId, createdMs, updatedMs] = v.parse(databaseRow, row);
      this.databases.set(name, { name, kmsKeyId, createdMs, updatedMs });
    }
    for (const row of await read('SELECT id, database, name, settings, created_ms, updated_ms FROM main.ts_tables')) {
      const [id, database, name, settings, createdMs, updatedMs] = v.parse(tableRow, row);
      this.tables.set(tableKey(database, name), { id, database, name, settings, createdMs, updatedMs });
      this.lastTableId = Math.max(this.lastTableId, id);
    }
    for (const row of await read('SELECT arn, key, value FROM main.ts_tags')) {
      const [arn, key, value] = v.parse(tagRow, row);
      this.tagsByArn.set(arn, new Map([...this.tags(arn), [key, value]]));
    }
  }

  table(database: string, name: string): TableRecord | undefined {
    return this.tables.get(tableKey(database, name));
  }

  tablesOf(database: string): TableRecord[] {
    return [...this.tables.values()].filter((table) => table.database === database);
  }

  allTables(): TableRecord[] {
    return [...this.tables.values()];
  }

  async addDatabase(database: DatabaseRecord): Promise<void> {
    const { name, kmsKeyId, createdMs, updatedMs } = database;
    await this.transactions.run(async (connection) => {
      await connection.run(`CREATE SCHEMA ${identifier(name)}`);
      const values = [name, kmsKeyId, createdMs, updatedMs];
      await connection.run('INSERT INTO main.ts_databases VALUES ($1, $2, $3, $4)', values);
    });
    this.databases.set(name, database);
  }

  async updateDatabase(database: DatabaseRecord): Promise<void> {
    const { name, kmsKeyId, updatedMs } = database;
    await this.transactions.run((connection) =>
      connection.run('UPDATE main.ts_databases SET kms_key_id = $2, updated_ms = $3 WHERE name = $1', [
        name,
        kmsKeyId,
        updatedMs,
      ]),
    );
    this.databases.set(name, database);
  }

  async removeDatabase(name: string): Promise<void> {
    await this.transactions.run(async (connection) => {
      await connection.run(`DROP SCHEMA ${identifier(name)}`);
      await connection.run('DELETE FROM main.ts_databases WHERE name = $1', [name]);
    });
    this.databases.delete(name);
  }

  /** Keeps a new table. `prepare` makes what holds its rows, in the same transaction. */
  async addTable(
    table: Omit<TableRecord, 'id'>,
    prepare: (connection: DuckDBConnection, table: TableRecord) => Promise<void>,
  ): Promise<TableRecord> {
    this.lastTableId += 1;
    const record = { ...table, id: this.lastTableId };
    await this.transactions.run(async (connection) => {
      const { id, database, name, settings, createdMs, updatedMs } = record;
      const values = [id, database, name, JSON.stringify(settings), createdMs, updatedMs];
      await connection.run('INSERT INTO main.ts_tables VALUES ($1, $2, $3, $4, $5, $6)', values);
      await prepare(connection, record);
    });
    this.tables.set(tableKey(record.database, record.name), record);
    return record;
  }

  /** Keeps new settings. `adapt` changes what depends on them, in the same transaction. */
  async updateTable(
    table: TableRecord,
    adapt: (connection: DuckDBConnection, table: TableRecord) => Promise<void>,
  ): Promise<void> {
    await this.transactions.run(async (connection) => {
      const values = [table.id, JSON.stringify(table.settings), table.updatedMs];
      await connection.run('UPDATE main.ts_tables SET settings = $2, updated_ms = $3 WHERE id = $1', values);
      await adapt(connection, table);
    });
    this.tables.set(tableKey(table.database, table.name), table);
  }

  async removeTable(table: TableRecord, drop: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    // Out of sight first: a write that arrives now must not find a table whose rows are about to go.
    this.tables.delete(tableKey(table.database, table.name));
    await this.transactions.run(async (connection) => {
      await drop(connection);
      await connection.run('DELETE FROM main.ts_tables WHERE id = $1', [table.id]);
    });
  }

  tags(arn: string): ReadonlyMap<string, string> {
    return this.tagsByArn.get(arn) ?? new Map();
  }

  async setTags(arn: string, tags: ReadonlyMap<string, string>): Promise<void> {
    await this.transactions.run(async (connection) => {
      await connection.run('DELETE FROM main.ts_tags WHERE arn = $1', [arn]);
      for (const [key, value] of tags)
        await connection.run('INSERT INTO main.ts_tags VALUES ($1, $2, $3)', [arn, key, value]);
    });
    this.tagsByArn.set(arn, tags);
  }
}

function tableKey(database: string, name: string): string {
  return JSON.stringify([database, name]);
}
