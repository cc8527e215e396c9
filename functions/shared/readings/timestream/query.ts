import type { QueryResponse, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CancelQueryCommand, QueryCommand, ThrottlingException } from '@aws-sdk/client-timestream-query';
import { SondeError } from '../../errors.ts';
import type { Log } from '../../logger.ts';
import { asError } from '../../logger.ts';

export interface QueryOptions {
  client: TimestreamQueryClient;
  /** How long a query may take in all, in ms. */
  timeLimit: number;
  log: Log;
}

/** A row by column name. Timestream sends every scalar as text. */
export type Row = ReadonlyMap<string, string | null>;

/**
 * Runs a query to its end. An empty page with a NextToken means "still running", so pages are asked for until there is no token.
 * A query that is over its time is cancelled. Source: Timestream Developer Guide, "Query" (API reference) and "Run query".
 * @throws SondeError `TimeoutError` or `LimitExceededError`; what else the SDK throws, as it is
 */
export async function runQuery(sql: string, { client, timeLimit, log }: QueryOptions): Promise<Row[]> {
  const deadline = AbortSignal.timeout(timeLimit);
  const rows: Row[] = [];
  let queryId: string | undefined;
  let nextToken: string | undefined;
  try {
    do {
      const command = new QueryCommand({ QueryString: sql, ...(nextToken !== undefined && { NextToken: nextToken }) });
      const page = await client.send(command, { abortSignal: deadline });
      queryId = page.QueryId;
      rows.push(...rowsOf(page));
      nextToken = page.NextToken;
    } while (nextToken !== undefined);
    return rows;
  } catch (error) {
    if (deadline.aborted) {
      if (queryId !== undefined) await cancel(queryId, client, log);
      throw new SondeError(
        'TimeoutError',
        `The query took longer than ${timeLimit / 1000} s; ask for a shorter period, or for fewer metrics`,
        { cause: error },
      );
    }
    if (error instanceof ThrottlingException)
      throw new SondeError('LimitExceededError', 'Too many queries at once; try again in a few seconds', {
        cause: error,
      });
    throw error;
  }
}

/** A query that cannot be cancelled ends by itself after a minute: that only costs money, so it is logged. */
async function cancel(queryId: string, client: TimestreamQueryClient, log: Log): Promise<void> {
  try {
    await client.send(new CancelQueryCommand({ QueryId: queryId }), { abortSignal: AbortSignal.timeout(2000) });
  } catch (error) {
    log.warn('A query that took too long could not be cancelled', { queryId, error: asError(error) });
  }
}

function rowsOf({ ColumnInfo = [], Rows = [] }: QueryResponse): Row[] {
  const names = ColumnInfo.map(({ Name }) => Name ?? '');
  return Rows.map(({ Data = [] }) => new Map(names.map((name, index) => [name, Data[index]?.ScalarValue ?? null])));
}
