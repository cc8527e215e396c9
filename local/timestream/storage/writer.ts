import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../shared/service.ts';
import { notFound } from '../errors.ts';
import type { Catalog } from './catalog.ts';
import { Columns } from './columns.ts';
import { createRows, dropRows, Rows } from './rows.ts';
import type { Transactions } from './transactions.ts';
import type { Point, Rejection, TableRecord } from './types.ts';
import { createView } from './view.ts';

interface PendingRequest {
  readonly table: TableRecord;
  readonly points: readonly Point[];
  readonly resolve: (rejections: Rejection[]) => void;
  readonly reject: (error: unknown) => void;
}

interface WriterOptions {
  readonly transactions: Transactions;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly visibilityDelayMs: number;
}

/** Bounds what one transaction holds in memory. */
const MAX_POINTS_PER_TRANSACTION = 10_000;
const EXPIRY_INTERVAL_MS = 3_600_000;

/**
 * Writes records. Requests that arrive while a transaction is under way share the next one: each costs a flush to disk. A request is
 * answered when its records are on disk.
 */
export class Writer {
  private readonly transactions: Transactions;
  private readonly catalog: Catalog;
  private readonly clock: Clock;
  private readonly visibilityDelayMs: number;
  private readonly rows = new Map<number, Rows>();
  private readonly expiredAtMs = new Map<number, number>();
  private pending: PendingRequest[] = [];
  private draining = false;

  constructor({ transactions, catalog, clock, visibilityDelayMs }: WriterOptions) {
    this.transactions = transactions;
    this.catalog = catalog;
    this.clock = clock;
    this.visibilityDelayMs = visibilityDelayMs;
  }

  write(table: TableRecord, points: readonly Point[]): Promise<Rejection[]> {
    return new Promise((resolve, reject) => {
      this.pending.push({ table, points, resolve, reject });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    while (this.pending.length > 0) await this.writeGroup(this.takeGroup());
    this.draining = false;
  }

  private takeGroup(): PendingRequest[] {
    let points = 0;
    const end = this.pending.findIndex((request, index) => {
      points += request.points.length;
      return index > 0 && points > MAX_POINTS_PER_TRANSACTION;
    });
    return this.pending.splice(0, end === -1 ? this.pending.length : end);
  }

  private async writeGroup(group: readonly PendingRequest[]): Promise<void> {
    const byTable = new Map<number, PendingRequest[]>();
    for (const request of group) byTable.set(request.table.id, [...(byTable.get(request.table.id) ?? []), request]);
    try {
      const answers = await this.transactions.run(async (connection) => {
        const answers: (() => void)[] = [];
        for (const requests of byTable.values()) answers.push(...(await this.writeTable(connection, requests)));
        return answers;
      });
      for (const answer of answers) answer();
    } catch (error) {
      for (const id of byTable.keys()) this.forget(id);
      for (const { reject } of group) reject(error);
    }
  }

  /** Writes requests to the same table. Gives what answers them once the transaction has ended well. */
  private async writeTable(connection: DuckDBConnection, requests: readonly PendingRequest[]): Promise<(() => void)[]> {
    const table = this.currentTable(requests);
    if (!table) {
      const gone = notFound('The table was deleted while the records were on their way');
      return requests.map(({ reject }) => () => {
        reject(gone);
      });
    }
    const rows = await this.rowsOf(connection, table);
    const rejections = await rows.write(
      connection,
      requests.map(({ points }) => points),
      { nowMs: this.clock(), visibilityDelayMs: this.visibilityDelayMs },
    );
    return requests.map(({ resolve }, index) => () => {
      resolve(rejections[index] ?? []);
    });
  }

  private currentTable(requests: readonly PendingRequest[]): TableRecord | undefined {
    return requests
      .map(({ table: { id, database, name } }) => ({ id, current: this.catalog.table(database, name) }))
      .find(({ id, current }) => current?.id === id)?.current;
  }

  private async rowsOf(connection: DuckDBConnection, table: TableRecord): Promise<Rows> {
    const rows = this.rows.get(table.id) ?? (await Rows.load(connection, table));
    this.rows.set(table.id, rows);
    const nowMs = this.clock();
    if (nowMs - (this.expiredAtMs.get(table.id) ?? 0) >= EXPIRY_INTERVAL_MS) {
      await rows.expire(connection, nowMs);
      this.expiredAtMs.set(table.id, nowMs);
    }
    return rows;
  }

  /** Makes what holds the rows of a new table. */
  async create(connection: DuckDBConnection, table: TableRecord): Promise<void> {
    await createRows(connection, table, this.visibilityDelayMs);
  }

  async drop(connection: DuckDBConnection, table: TableRecord): Promise<void> {
    this.forget(table.id);
    await dropRows(connection, table);
  }

  /** Makes the view of a table anew, after its settings changed or the stand-in was started with others. */
  async adapt(connection: DuckDBConnection, table: TableRecord): Promise<void> {
    this.forget(table.id);
    const { all } = await Columns.load(connection, table.id);
    await createView(connection, table, all, this.visibilityDelayMs);
  }

  private forget(tableId: number): void {
    this.rows.delete(tableId);
    this.expiredAtMs.delete(tableId);
  }
}
