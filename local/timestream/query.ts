import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { JsonOperations } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { ObjectWriter } from '../shared/ports.ts';
import type { Clock } from '../shared/service.ts';
import { DelayedCursor } from './delayed-cursor.ts';
import { compile } from './dialect/compile.ts';
import type { Statement } from './dialect/compile.ts';
import { authoredFailure, placeOf } from './dialect/failures.ts';
import { invalid, parseInput } from './errors.ts';
import { OpenResults } from './open-results.ts';
import type { PageAnswer, ResultOwner } from './open-results.ts';
import { Cursor } from './paging.ts';
import { prepareQuery } from './prepare-query.ts';
import type { Catalog } from './storage/catalog.ts';
import type { Engine } from './storage/engine.ts';
import { NOW_VARIABLE } from './storage/view.ts';
import type { UnloadSettings } from './unload/settings.ts';
import { isUnload } from './unload/statement.ts';
import { Unloads } from './unload/unloads.ts';

const queryInput = v.object({
  QueryString: v.pipe(v.string(), v.minLength(1)),
  ClientToken: v.optional(v.pipe(v.string(), v.minLength(32), v.maxLength(128))),
  NextToken: v.optional(v.string()),
  MaxRows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
  QueryInsights: v.optional(v.object({ Mode: v.literal('DISABLED') })),
});
const cancelInput = v.object({ QueryId: v.pipe(v.string(), v.regex(/^[A-Z0-9]{1,64}$/)) });

/** "Query" in the API reference: what a ClientToken makes of a repeated request. */
const IDEMPOTENCY_MS = 5 * 60_000;
const CLIENT_TOKEN_MS = 4 * 3_600_000;
const MAX_CLIENT_TOKENS = 10_000;
/** Timestream bills at least this much of a query. */
const MIN_METERED_BYTES = 10_000_000;

interface QueryOptions {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly log: Log;
  readonly objects: ObjectWriter | undefined;
  readonly unload: UnloadSettings;
  readonly emptyPages: number;
}

/** The operations of Timestream Query. `close` ends the queries that still run. */
export function queryOperations({ engine, catalog, clock, log, objects, unload, emptyPages }: QueryOptions): {
  operations: JsonOperations;
  unloadsEnded(): Promise<void>;
  close(): Promise<void>;
} {
  const results = new OpenResults(clock);
  const unloads = new Unloads({ engine, objects, settings: unload, clock, log, prepare });
  const checkClientToken = clientTokens(clock);

  async function prepare(select: string, connection: DuckDBConnection): Promise<Statement> {
    const statement = await compile(select, connection, (database, table) => {
      checkTable(catalog, { database, table, query: select });
    });
    await connection.run(`SET VARIABLE ${NOW_VARIABLE} = CAST(${Math.floor(clock())} AS BIGINT)`);
    return statement;
  }

  async function start({ query }: ResultOwner): Promise<Cursor> {
    const connection = await engine.connect();
    try {
      const statement = await prepare(query, connection);
      const result = await connection.stream(statement.sql);
      return new Cursor({ connection, result, names: statement.names(result.columnNames()) });
    } catch (error) {
      connection.closeSync();
      throw error;
    }
  }

  async function firstPage(owner: ResultOwner, maxRows: number | undefined): Promise<PageAnswer> {
    const cursor = new DelayedCursor(await start(owner), emptyPages);
    const page = await cursor.next(maxRows ?? Infinity);
    if (page.isLast) return { cursor, page, nextToken: undefined };
    // With MaxRows, a result that does not fit is answered by a token alone.
    if (maxRows === undefined || emptyPages > 0) return { cursor, page, nextToken: results.open(cursor, owner) };
    return { cursor, page: { rows: [], isLast: false }, nextToken: results.open(cursor, owner, page) };
  }

  /** An UNLOAD takes its time: it is answered by a token for its one row, and by empty pages until then. */
  async function startUnload(owner: ResultOwner, clientToken: string | undefined): Promise<PageAnswer> {
    const request = clientToken === undefined ? undefined : JSON.stringify([clientToken, owner.accessKeyId]);
    const cursor = await unloads.start(owner.query, request);
    return { cursor, page: { rows: [], isLast: false }, nextToken: results.open(cursor, owner) };
  }

  return {
    operations: {
      async Query(input, { accessKeyId }) {
        const { QueryString: query, NextToken: token, MaxRows: maxRows, ClientToken } = parseInput(queryInput, input);
        const owner = { query, accessKeyId };
        try {
          if (token !== undefined) return answer(await results.read(token, owner, maxRows ?? Infinity));
          if (ClientToken !== undefined) checkClientToken(ClientToken, JSON.stringify([query, maxRows, accessKeyId]));
          return answer(isUnload(query) ? await startUnload(owner, ClientToken) : await firstPage(owner, maxRows));
        } catch (error) {
          throw authoredFailure(error, query) ?? error;
        }
      },

      PrepareQuery: prepareQuery(engine, prepare),

      CancelQuery(input) {
        const { QueryId } = parseInput(cancelInput, input);
        const isNew = results.cancel(QueryId);
        return Promise.resolve(isNew ? {} : { CancellationMessage: 'The query was cancelled before' });
      },
    },
    unloadsEnded: () => unloads.ended(),
    close: async () => {
      results.cancelAll();
      await unloads.close();
    },
  };
}

function checkTable(
  catalog: Catalog,
  { database, table, query }: { database: string; table: string; query: string },
): void {
  const named = (kind: string, name: string) =>
    invalid(
      `Requested ${kind} '${name}' not found for identifier '${database}.${table}' at line ${placeOf(name, query)}`,
    );
  if (!catalog.databases.has(database)) throw named('database', database);
  if (!catalog.table(database, table)) throw named('table', table);
}

function answer({ cursor, page, nextToken }: PageAnswer) {
  const { queryId, columns, bytesRead, progress } = cursor;
  return {
    QueryId: queryId,
    ColumnInfo: columns,
    Rows: page.rows,
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    QueryStatus: {
      ProgressPercentage: nextToken === undefined ? 100 : progress,
      // What was read of the result stands for what was scanned: the engine does not say.
      CumulativeBytesScanned: bytesRead,
      CumulativeBytesMetered: Math.max(bytesRead, MIN_METERED_BYTES),
    },
  };
}

/** Refuses a ClientToken that comes back with another request, or too late. */
function clientTokens(clock: Clock): (token: string, request: string) => void {
  const seen = new Map<string, { readonly digest: string; readonly atMs: number }>();
  return (token, request) => {
    const nowMs = clock();
    for (const [old, { atMs }] of seen) {
      if (nowMs - atMs < CLIENT_TOKEN_MS && seen.size <= MAX_CLIENT_TOKENS) break;
      seen.delete(old);
    }
    const digest = createHash('sha256').update(request).digest('base64');
    const known = seen.get(token);
    if (!known) seen.set(token, { digest, atMs: nowMs });
    else if (nowMs - known.atMs >= IDEMPOTENCY_MS) throw invalid('The ClientToken was used more than 5 minutes ago');
    else if (known.digest !== digest) throw invalid('The ClientToken was used with other parameters');
  };
}
