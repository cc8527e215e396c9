import type { Page, ResultCursor, WireColumn } from './paging.ts';

/** A query that runs for so long that its first pages are empty. */
export class DelayedCursor implements ResultCursor {
  private readonly cursor: ResultCursor;
  private readonly emptyPages: number;
  private given = 0;

  constructor(cursor: ResultCursor, emptyPages: number) {
    this.cursor = cursor;
    this.emptyPages = emptyPages;
  }

  get queryId(): string {
    return this.cursor.queryId;
  }

  get columns(): readonly WireColumn[] {
    return this.cursor.columns;
  }

  get bytesRead(): number {
    return this.cursor.bytesRead;
  }

  get progress(): number {
    return Math.floor((100 * this.given) / (this.emptyPages + 1));
  }

  next(maxRows: number): Promise<Page> {
    if (this.given === this.emptyPages) return this.cursor.next(maxRows);
    this.given += 1;
    return Promise.resolve({ rows: [], isLast: false });
  }

  close(): void {
    this.cursor.close();
  }

  cancel(): void {
    this.cursor.cancel();
  }
}
