import { randomUUID } from 'node:crypto';
import { AwsError } from '../shared/aws-error.ts';
import type { Clock } from '../shared/service.ts';
import { invalid } from './errors.ts';
import type { Page, ResultCursor } from './paging.ts';

/** "Query" in the API reference: a NextToken serves an hour and five calls. */
const TOKEN_LIFETIME_MS = 3_600_000;
const TOKEN_USES = 5;
/** Each holds a page and a snapshot of the database. */
const MAX_OPEN_RESULTS = 50;

/** Whose result it is: nobody else, and no other query, gets its pages. */
export interface ResultOwner {
  readonly query: string;
  readonly accessKeyId: string | undefined;
}

interface OpenResult extends ResultOwner {
  readonly cursor: ResultCursor;
  readonly openedMs: number;
}

interface Step {
  readonly result: OpenResult;
  /** The page that was read before it was asked for. */
  readonly page?: Page | undefined;
  answer?: Promise<PageAnswer>;
  /** The token that the answer gave. */
  nextToken?: string;
  uses: number;
}

export interface PageAnswer {
  readonly cursor: ResultCursor;
  readonly page: Page;
  readonly nextToken: string | undefined;
}

/** The results that have more pages to come, by NextToken. */
export class OpenResults {
  private readonly steps = new Map<string, Step>();
  private readonly cancelled = new Set<string>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Keeps a result open; `page` is its next one where that is read already. Answers the token for it. */
  open(cursor: ResultCursor, owner: ResultOwner, page?: Page): string {
    this.prune();
    return this.addStep({ ...owner, cursor, openedMs: this.clock() }, page);
  }

  /**
   * The page that `token` stands for, the same at each use. Using it ends the tokens before it.
   * Rejects with ValidationException for a token that is not, or no longer, one of this owner.
   */
  async read(token: string, owner: ResultOwner, maxRows: number): Promise<PageAnswer> {
    this.prune();
    const step = this.steps.get(token);
    const isOwned = step?.result.query === owner.query && step.result.accessKeyId === owner.accessKeyId;
    if (!step || !isOwned) throw invalid('Invalid pagination token');
    const { result } = step;
    if (this.cancelled.has(result.cursor.queryId)) throw cancelledQuery();
    step.uses += 1;
    if (step.uses > TOKEN_USES) throw invalid(`Invalid pagination token: it was used ${TOKEN_USES} times already`);
    this.forgetBut([token, step.nextToken], result);
    step.answer ??= this.readStep(step, maxRows);
    return step.answer;
  }

  private async readStep(step: Step, maxRows: number): Promise<PageAnswer> {
    const { cursor } = step.result;
    const page = step.page ?? (await this.nextPage(cursor, maxRows));
    if (!page.isLast) step.nextToken = this.addStep(step.result);
    return { cursor, page, nextToken: step.nextToken };
  }

  private async nextPage(cursor: ResultCursor, maxRows: number): Promise<Page> {
    try {
      return await cursor.next(maxRows);
    } catch (error) {
      // The engine calls it an interruption.
      throw this.cancelled.has(cursor.queryId) ? cancelledQuery() : error;
    }
  }

  private addStep(result: OpenResult, page?: Page): string {
    const token = randomUUID();
    this.steps.set(token, { result, page, uses: 0 });
    return token;
  }

  /** Cancels a query. Answers `false` where it was cancelled before; throws ValidationException where none runs by that id. */
  cancel(queryId: string): boolean {
    if (this.cancelled.has(queryId)) return false;
    const step = [...this.steps.values()].find(({ result }) => result.cursor.queryId === queryId);
    if (!step) throw invalid(`No query ${queryId} is running`);
    this.cancelled.add(queryId);
    step.result.cursor.cancel();
    return true;
  }

  cancelAll(): void {
    for (const { result } of this.steps.values()) result.cursor.cancel();
    this.steps.clear();
  }

  private prune(): void {
    const oldestMs = this.clock() - TOKEN_LIFETIME_MS;
    for (const { result } of this.steps.values()) {
      if (result.openedMs > oldestMs && this.steps.size < MAX_OPEN_RESULTS) continue;
      result.cursor.close();
      this.forgetBut([], result);
    }
  }

  private forgetBut(kept: readonly (string | undefined)[], result: OpenResult): void {
    for (const [token, step] of this.steps)
      if (step.result === result && !kept.includes(token)) this.steps.delete(token);
  }
}

function cancelledQuery(): AwsError {
  return new AwsError('ConflictException', 'Unable to poll results for a cancelled query');
}
