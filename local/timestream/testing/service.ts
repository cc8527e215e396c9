import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import type { ColumnInfo, Datum, QueryCommandInput } from '@aws-sdk/client-timestream-query';
import {
  CreateDatabaseCommand,
  CreateTableCommand,
  RejectedRecordsException,
  TimestreamWriteClient,
  WriteRecordsCommand,
} from '@aws-sdk/client-timestream-write';
import type {
  _Record,
  CreateTableCommandInput,
  RejectedRecord,
  WriteRecordsCommandInput,
} from '@aws-sdk/client-timestream-write';
import { silentLog } from '../../shared/log.ts';
import { clientOptions, serve } from '../../shared/testing/serve.ts';
import { temporaryDirectory } from '../../shared/testing/temporary-directory.ts';
import { createTimestream } from '../index.ts';
import type { Timestream, TimestreamOptions } from '../index.ts';

export const DATABASE = 'sonde_local';
export const TABLE = 'readings';

/** The time of `reading`, in milliseconds: tests start their clock with it. */
export const NOW = Date.parse('2026-03-01T12:00:00Z');

/** A Timestream stand-in behind HTTP, and the real clients for it. */
export interface Harness extends AsyncDisposable {
  readonly service: Timestream;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly writing: TimestreamWriteClient;
  readonly querying: TimestreamQueryClient;
  readonly directory: string;
  createTable(input?: Partial<CreateTableCommandInput>): Promise<void>;
  write(records: _Record[], input?: Partial<WriteRecordsCommandInput>): Promise<unknown>;
  /** All rows of all pages, values as text and `null`. */
  rows(sql: string, input?: Partial<QueryCommandInput>): Promise<(string | null)[][]>;
  /** The one value of a query of one row and one column. */
  value(sql: string): Promise<string | null>;
  columns(sql: string): Promise<ColumnInfo[]>;
  /** Ends the service and keeps its data. Disposal removes them too, unless `directory` was given. */
  stop(): Promise<void>;
}

type HarnessOptions = Partial<Omit<TimestreamOptions, 'log'>>;

export async function startTimestream(options: HarnessOptions = {}): Promise<Harness> {
  const given = options.directory;
  const { directory, remove } =
    given === undefined ? await temporaryDirectory() : { directory: given, remove: () => Promise.resolve() };
  const service = await createTimestream({ ...options, directory, log: silentLog });
  const served = await serve(service);
  const config = clientOptions(served.url);
  const writing = new TimestreamWriteClient(config);
  const querying = new TimestreamQueryClient(config);

  async function stop(): Promise<void> {
    writing.destroy();
    querying.destroy();
    await served.close();
    await service.close();
  }

  async function pages(sql: string, input: Partial<QueryCommandInput> = {}) {
    const rows: (string | null)[][] = [];
    let NextToken: string | undefined;
    let columns: ColumnInfo[] = [];
    do {
      const page = await querying.send(
        new QueryCommand({ QueryString: sql, ...input, ...(NextToken === undefined ? {} : { NextToken }) }),
      );
      rows.push(...(page.Rows ?? []).map(({ Data = [] }) => Data.map(textOf)));
      columns = page.ColumnInfo ?? [];
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return { rows, columns };
  }

  return {
    service,
    url: served.url,
    writing,
    querying,
    directory,
    stop,
    async createTable(input = {}) {
      await writing.send(new CreateDatabaseCommand({ DatabaseName: DATABASE }));
      await writing.send(new CreateTableCommand({ DatabaseName: DATABASE, TableName: TABLE, ...input }));
    },
    write: (records, input = {}) =>
      writing.send(new WriteRecordsCommand({ DatabaseName: DATABASE, TableName: TABLE, Records: records, ...input })),
    rows: async (sql, input) => (await pages(sql, input)).rows,
    value: async (sql) => (await pages(sql)).rows[0]?.[0] ?? null,
    columns: async (sql) => (await pages(sql)).columns,
    async [Symbol.asyncDispose]() {
      await stop();
      await remove();
    },
  };
}

/** A datum as text; arrays, rows and time series as JSON. */
export function textOf(datum: Datum): string | null {
  if (datum.NullValue === true) return null;
  if (datum.ArrayValue) return JSON.stringify(datum.ArrayValue.map(textOf));
  if (datum.RowValue) return JSON.stringify((datum.RowValue.Data ?? []).map(textOf));
  if (datum.TimeSeriesValue)
    return JSON.stringify(datum.TimeSeriesValue.map(({ Time, Value }) => [Time, Value ? textOf(Value) : null]));
  return datum.ScalarValue ?? null;
}

/** A multi-measure record of the device `a`. */
export function reading(value: string, more: Partial<_Record> = {}): _Record {
  return {
    Dimensions: [{ Name: 'device_id', Value: 'a' }],
    MeasureName: 'temperature',
    MeasureValueType: 'MULTI',
    MeasureValues: [{ Name: 'value', Type: 'DOUBLE', Value: value }],
    Time: String(NOW),
    ...more,
  };
}

/** What WriteRecords rejects; throws where it rejects nothing. */
export async function rejected(writing: Promise<unknown>): Promise<RejectedRecord[]> {
  const error: unknown = await writing.then(
    () => new Error('nothing was rejected'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof RejectedRecordsException)) throw error;
  return error.RejectedRecords ?? [];
}
