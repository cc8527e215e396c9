import { jsonCaller, jsonService } from '../shared/json-service.ts';
import type { JsonCaller } from '../shared/json-service.ts';
import type { Log } from '../shared/log.ts';
import type { ObjectWriter } from '../shared/ports.ts';
import { LOCAL_REGION } from '../shared/service.ts';
import type { Caller, Clock, Service } from '../shared/service.ts';
import { endpointsFor } from './endpoints.ts';
import { queryOperations } from './query.ts';
import { schemaOperations } from './schema-operations.ts';
import { Catalog } from './storage/catalog.ts';
import { openEngine } from './storage/engine.ts';
import { Transactions } from './storage/transactions.ts';
import { Writer } from './storage/writer.ts';
import { tagOperations } from './tag-operations.ts';
import type { UnloadSettings } from './unload/settings.ts';
import { writeOperations } from './write.ts';

export type { UnloadSettings } from './unload/settings.ts';

export interface TimestreamOptions {
  /** Where the data lives, made if it is not there. One process at a time may have it open. */
  readonly directory: string;
  readonly log: Log;
  readonly clock?: Clock;
  /** For so many milliseconds queries do not see a new row, as reads on AWS are eventually consistent. 0 by default. */
  readonly visibilityDelayMs?: number;
  /** Every query answers so many empty pages before its first rows, as long ones do on AWS. 0 by default. */
  readonly emptyPages?: number;
  /** Where UNLOAD writes to. Without it UNLOAD is refused. */
  readonly objects?: ObjectWriter;
  readonly unload?: UnloadSettings;
}

export interface Timestream extends Service {
  /** Calls an operation of Timestream Write or Query in this process. */
  readonly call: JsonCaller;
  /** Resolves when the UNLOADs under way have ended: they go on when nobody asks for their end. */
  unloadsEnded(): Promise<void>;
}

/**
 * Amazon Timestream for LiveAnalytics, Write and Query, on DuckDB.
 * Rejects with a message that names the directory when it is open already.
 */
export async function createTimestream({
  directory,
  log,
  clock = Date.now,
  visibilityDelayMs = 0,
  emptyPages = 0,
  objects,
  unload = {},
}: TimestreamOptions): Promise<Timestream> {
  const engine = await openEngine(directory);
  const transactions = await Transactions.on(await engine.connect());
  const catalog = await Catalog.open(transactions);
  const writer = new Writer({ transactions, catalog, clock, visibilityDelayMs });
  for (const table of catalog.allTables()) await transactions.run((connection) => writer.adapt(connection, table));
  const queries = queryOperations({ engine, catalog, clock, log, objects, unload, emptyPages });

  const operations = {
    ...schemaOperations({ catalog, writer, clock }),
    ...writeOperations({ catalog, writer, clock }),
    ...tagOperations(catalog),
    ...queries.operations,
  };

  async function closeAll(): Promise<void> {
    await queries.close();
    await transactions.close();
    engine.close();
  }
  let closing: Promise<void> | undefined;

  return {
    ...jsonService({
      signingName: 'timestream',
      jsonVersion: '1.0',
      operations: {
        ...operations,
        // Where a client is to send its requests depends on where and by what it asks.
        DescribeEndpoints: (_input: unknown, _caller: Caller, request: Request) =>
          Promise.resolve(endpointsFor(request)),
      },
      log,
      close: () => (closing ??= closeAll()),
    }),
    unloadsEnded: () => queries.unloadsEnded(),
    call: jsonCaller(operations, { accessKeyId: undefined, region: LOCAL_REGION }),
  };
}
