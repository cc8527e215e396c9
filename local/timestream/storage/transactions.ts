import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';

/** The one connection that writes. Its transactions run one after another, so none can conflict with another. */
export class Transactions {
  private readonly connection: DuckDBConnection;
  private readonly begin: DuckDBPreparedStatement;
  private readonly commit: DuckDBPreparedStatement;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(connection: DuckDBConnection, begin: DuckDBPreparedStatement, commit: DuckDBPreparedStatement) {
    this.connection = connection;
    this.begin = begin;
    this.commit = commit;
  }

  static async on(connection: DuckDBConnection): Promise<Transactions> {
    return new Transactions(connection, await connection.prepare('BEGIN'), await connection.prepare('COMMIT'));
  }

  /** Runs `work` in a transaction: committed, on disk, when it resolves; rolled back when it rejects. */
  run<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const result = this.last.then(() => this.transaction(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  private async transaction<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    await this.begin.run();
    try {
      const result = await work(this.connection);
      await this.commit.run();
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
    this.begin.destroySync();
    this.commit.destroySync();
    this.connection.closeSync();
  }
}
