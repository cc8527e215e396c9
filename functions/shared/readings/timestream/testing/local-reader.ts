import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { silentLog } from '../../../../../local/shared/log.ts';
import { serve } from '../../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../../local/shared/testing/temporary-directory.ts';
import { createTimestream } from '../../../../../local/timestream/index.ts';
import { fakeClientOptions } from '../../../testing/fake-aws.ts';
import type { ReadingStore } from '../../store.ts';
import { timestreamReader } from '../read.ts';
import { timestreamWriter } from '../write.ts';

/** An empty table of the local Timestream that takes readings of any time from 1970 on, by real clients over HTTP. */
export async function startLocalReader(): Promise<{ store: ReadingStore; close: () => Promise<void> }> {
  const { directory, remove } = await temporaryDirectory();
  const service = await createTimestream({ directory, log: silentLog });
  const { url, close } = await serve(service);
  const writing = new TimestreamWriteClient(fakeClientOptions(url));
  const client = new TimestreamQueryClient(fakeClientOptions(url));
  const name = { database: 'sonde_test', table: 'readings' };
  await writing.send(new CreateDatabaseCommand({ DatabaseName: name.database }));
  await writing.send(
    new CreateTableCommand({
      DatabaseName: name.database,
      TableName: name.table,
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 73_000 },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    }),
  );
  return {
    store: {
      ...timestreamWriter({ client: writing, name, timeLimit: 30_000 }),
      ...timestreamReader({ client, name, timeLimit: 25_000, log: silentLog }),
    },
    async close() {
      await close();
      await service.close();
      await remove();
    },
  };
}
