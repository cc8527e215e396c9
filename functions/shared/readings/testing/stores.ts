import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { silentLog } from '../../../../local/shared/log.ts';
import { serve } from '../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../local/shared/testing/temporary-directory.ts';
import { createTimestream } from '../../../../local/timestream/index.ts';
import { fakeClientOptions } from '../../testing/fake-aws.ts';
import { groupBy } from '../../collections.ts';
import { compactDue } from '../dynamodb/compact.ts';
import { dynamodbReader } from '../dynamodb/read.ts';
import { startTable } from '../dynamodb/testing/start-table.ts';
import { dynamodbWriter } from '../dynamodb/write.ts';
import type { ReadingStore, ReadingWriter, ReceivedReading, WriteResult } from '../store.ts';
import { timestreamReader } from '../timestream/read.ts';
import { timestreamWriter } from '../timestream/write.ts';
import { memoryStore } from './memory-store.ts';

/** An empty store that tests have to themselves. */
export interface TestStore extends ReadingStore {
  /** Does at once what the store would do with what is written in its own time. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** How long readings are kept. Those since 1970 unless given. */
  retentionDays?: number;
}

export type StartStore = (options?: StoreOptions) => Promise<TestStore>;

/**
 * What stores take for now, in ms since 1970: some minutes into an hour. No service that tells the time itself finds anything expired that they keep, for
 * that is far in its future.
 */
export const NOW = Date.UTC(2096, 1, 29, 10, 31, 5, 123);

const ALL_TIME_DAYS = 73_000;

/** A table of the Timestream stand-in, by real clients over HTTP. */
export async function startTimestream({ retentionDays = ALL_TIME_DAYS }: StoreOptions = {}): Promise<TestStore> {
  const { directory, remove } = await temporaryDirectory();
  const service = await createTimestream({ directory, log: silentLog, clock: () => NOW });
  const { url, close } = await serve(service);
  const writing = new TimestreamWriteClient(fakeClientOptions(url));
  const client = new TimestreamQueryClient(fakeClientOptions(url));
  const name = { database: 'sonde_test', table: 'readings' };
  await writing.send(new CreateDatabaseCommand({ DatabaseName: name.database }));
  await writing.send(
    new CreateTableCommand({
      DatabaseName: name.database,
      TableName: name.table,
      RetentionProperties: {
        MemoryStoreRetentionPeriodInHours: 24,
        MagneticStoreRetentionPeriodInDays: retentionDays,
      },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    }),
  );
  return {
    ...timestreamWriter({ client: writing, name, timeLimit: 30_000 }),
    ...timestreamReader({ client, name, timeLimit: 25_000, log: silentLog }),
    settle: () => Promise.resolve(),
    async close() {
      await close();
      await service.close();
      await remove();
    },
  };
}

/** Longer than the time until what is written now, of now or before, is due to be merged. */
export const UNTIL_DUE_MS = 2 * 3_600_000;

/** A table of the DynamoDB stand-in, by a real client over HTTP. Time goes by when it settles. */
export async function startDynamoDb({ retentionDays = ALL_TIME_DAYS }: StoreOptions = {}): Promise<TestStore> {
  let time = NOW;
  const clock = () => time;
  // A busy machine may leave a connection idle until it is closed.
  const started = await startTable({ clock, attempts: 3 });
  const { table } = started;
  return {
    ...dynamodbWriter({ table, clock, retentionDays, timeLimit: 30_000 }),
    ...dynamodbReader({ table, clock, retentionDays, timeLimit: 25_000 }),
    settle: async () => {
      time += UNTIL_DUE_MS;
      const deadline = { beginsBefore: Infinity, signal: AbortSignal.timeout(60_000) };
      const { left } = await compactDue({ table, clock, retentionDays, log: silentLog }, deadline);
      if (left > 0) throw new Error(`${left} marks are left: hours could not be merged`);
    },
    close: () => started.close(),
  };
}

/** The same store, when all that is written settles before it is asked for. */
export function settledAtOnce(start: StartStore): StartStore {
  return async (options) => {
    const store = await start(options);
    return {
      ...store,
      async write(readings) {
        const result = await store.write(readings);
        await store.settle();
        return result;
      },
    };
  };
}

/** The same store, when of all that is written every second reading comes after the others have settled. */
export function settledInPart(start: StartStore): StartStore {
  return async (options) => {
    const store = await start(options);
    return { ...store, ...settlingInPart(store) };
  };
}

/** A writer to a store by which every second reading comes after the others have settled. */
export function settlingInPart(store: ReadingWriter & Pick<TestStore, 'settle'>): ReadingWriter {
  let written = 0;
  return {
    async write(readings) {
      const parts = groupBy(readings.entries(), () => written++ % 2);
      const first = await writePart(store, parts.get(0) ?? []);
      await store.settle();
      const second = await writePart(store, parts.get(1) ?? []);
      return {
        rejected: [...first.rejected, ...second.rejected],
        retryable: [...first.retryable, ...second.retryable],
      };
    },
  };
}

/** Writes readings that have an index in a whole, and tells of them by that. */
async function writePart(
  store: ReadingWriter,
  part: readonly (readonly [index: number, reading: ReceivedReading])[],
): Promise<WriteResult> {
  const indexOf = (index: number) => part[index]?.[0] ?? index;
  const { rejected, retryable } = await store.write(part.map(([, reading]) => reading));
  return {
    rejected: rejected.map(({ index, ...why }) => ({ index: indexOf(index), ...why })),
    retryable: retryable.map(({ index, ...why }) => ({ index: indexOf(index), ...why })),
  };
}

/** The contract in plain code. */
export function startMemory({ retentionDays = ALL_TIME_DAYS }: StoreOptions = {}): Promise<TestStore> {
  const none = () => Promise.resolve();
  return Promise.resolve({ ...memoryStore({ clock: () => NOW, retentionDays }), settle: none, close: none });
}
