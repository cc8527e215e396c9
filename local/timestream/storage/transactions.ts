import type { DuckDBConnection } from '@duckdb/node-api';

/** The one connection that writes. Its transactions run one after another, so none can conflict with another. */
export class Transactions {
  private readonly connection: DuckDBConnection;
  private last: Promise<unknown> = Promise.resolve();

  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  /** Runs `work` in a transaction: committed, on disk, when it resolves; rolled back when it rejects. */
  run<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const result = this.last.then(() => this.transaction(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  private async transaction<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    await this.connection.run('BEGIN');
    try {
      const result = await work(this.connection);
      await this.connection.run('COMMIT');
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  private async rollback(): Promise<void> {
    try {
      await this.connection.run('ROLLBACK');
    } catch (error) {
      // DuckDB has already ended a transaction whose COMMIT failed.
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    }
  }

  /** Resolves when all that was asked for is done, and releases the connection. */
  async close(): Promise<void> {
    await this.last;
    this.connection.closeSync();
  }
}
