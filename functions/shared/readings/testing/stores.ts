import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { silentLog } from '../../../../local/shared/log.ts';
import { serve } from '../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../local/shared/testing/temporary-directory.ts';
import { createTimestream } from '../../../../local/timestream/index.ts';
import { fakeClientOptions } from '../../testing/fake-aws.ts';
import type { ReadingStore } from '../store.ts';
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

/** The contract in plain code. */
export function startMemory({ retentionDays = ALL_TIME_DAYS }: StoreOptions = {}): Promise<TestStore> {
  const none = () => Promise.resolve();
  return Promise.resolve({ ...memoryStore({ clock: () => NOW, retentionDays }), settle: none, close: none });
}
