import { randomUUID } from 'node:crypto';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { encoder, wireType } from './result-format.ts';
import type { Datum, WireType } from './result-format.ts';

/** "Quotas" in the Timestream Developer Guide: a page of a result. */
const MAX_PAGE_BYTES = 1024 * 1024;

export interface WireRow {
  readonly Data: readonly Datum[];
}

export interface WireColumn {
  readonly Name: string;
  readonly Type: WireType;
}

export interface Page {
  readonly rows: readonly WireRow[];
  /** Whether the result ends with this page. */
  readonly isLast: boolean;
}

/** A query whose result is read page by page. */
export interface ResultCursor {
  readonly queryId: string;
  readonly columns: readonly WireColumn[];
  readonly bytesRead: number;
  /** From 0 to 100. */
  readonly progress: number;
  next(maxRows: number): Promise<Page>;
  /** Says that nobody reads on. Calling it twice is harmless. */
  close(): void;
  /** Ends the query, also while it runs. Calling it twice is harmless. */
  cancel(): void;
}

/** A query's id, as the API has it: capital letters and digits. */
export function newQueryId(): string {
  return randomUUID().replaceAll('-', '').toUpperCase();
}

const nullDatum: Datum = { NullValue: true };

interface CursorOptions {
  readonly connection: DuckDBConnection;
  readonly result: DuckDBResult;
  readonly names: readonly string[];
}

/** A running query: reads its result page by page, at most one chunk ahead. */
export class Cursor implements ResultCursor {
  readonly queryId = newQueryId();
  readonly columns: readonly WireColumn[];
  /** Bytes of all rows that were read so far. */
  bytesRead = 0;
  readonly progress = 0;
  private readonly connection: DuckDBConnection;
  private readonly result: DuckDBResult;
  private readonly encoders: readonly ((value: DuckDBValue) => Datum)[];
  /** The rows of the last chunk, of which `taken` are in pages. */
  private ahead: { row: WireRow; bytes: number }[] = [];
  private taken = 0;
  private isExhausted = false;
  private isFetching = false;

  constructor({ connection, result, names }: CursorOptions) {
    this.connection = connection;
    this.result = result;
    const types = result.columnTypes();
    this.columns = types.map((type, index) => ({ Name: names[index] ?? '', Type: wireType(type) }));
    this.encoders = types.map(encoder);
  }

  /** The next rows: at most `maxRows`, and at most 1 MB unless a single row is larger. */
  async next(maxRows: number): Promise<Page> {
    const rows: WireRow[] = [];
    let bytes = 0;
    for (;;) {
      if (this.taken === this.ahead.length) await this.readAhead();
      const first = this.ahead[this.taken];
      if (!first) return { rows, isLast: true };
      const isFull = rows.length >= maxRows || (rows.length > 0 && bytes + first.bytes > MAX_PAGE_BYTES);
      if (isFull) return { rows, isLast: false };
      rows.push(first.row);
      bytes += first.bytes;
      this.taken += 1;
    }
  }

  private async readAhead(): Promise<void> {
    this.taken = 0;
    this.ahead = [];
    if (this.isExhausted) return;
    const chunk = await this.fetch();
    if (chunk === null || chunk.rowCount === 0) this.close();
    this.ahead = (chunk?.getRows() ?? []).map((values) => {
      const row = { Data: values.map((value, index) => this.encoders[index]?.(value) ?? nullDatum) };
      const bytes = Buffer.byteLength(JSON.stringify(row));
      this.bytesRead += bytes;
      return { row, bytes };
    });
  }

  private async fetch(): Promise<DuckDBDataChunk | null> {
    this.isFetching = true;
    try {
      return await this.result.fetchChunk();
    } finally {
      this.isFetching = false;
      if (this.isExhausted) this.connection.closeSync();
    }
  }

  close(): void {
    if (this.isExhausted) return;
    this.isExhausted = true;
    if (this.isFetching) this.connection.interrupt();
    else this.connection.closeSync();
  }

  cancel(): void {
    this.close();
  }
}
