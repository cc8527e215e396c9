import { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { createS3 } from '../../../../../local/s3/index.ts';
import { silentLog } from '../../../../../local/shared/log.ts';
import { serve } from '../../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../../local/shared/testing/temporary-directory.ts';
import type { UnloadSettings } from '../../../../../local/timestream/index.ts';
import { createTimestream } from '../../../../../local/timestream/index.ts';
import { clientOptions } from '../../../aws-client.ts';
import { fakeClientOptions } from '../../../testing/fake-aws.ts';
import type { ReadingExporter, ReadingReader, ReadingWriter } from '../../store.ts';
import type { Objects } from '../../testing/objects-of.ts';
import { objectsOf } from '../../testing/objects-of.ts';
import { timestreamExporter } from '../exporter.ts';
import { timestreamReader } from '../read.ts';
import { timestreamWriter } from '../write.ts';

/** The three adapters on one table. */
export type TableStore = ReadingWriter & ReadingReader & ReadingExporter;

/** The stand-ins of Timestream and S3 over HTTP, and the adapters on real clients. */
export interface LocalStore extends Objects {
  /** Makes a table. */
  table(name: string): Promise<TableStore>;
  /** How UNLOAD goes; may be changed at any time. */
  unload: UnloadSettings;
  close(): Promise<void>;
}

const DATABASE = 'sonde_test';
const BUCKETS = { exports: 'exports', unload: 'unload' };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function startLocalStore(): Promise<LocalStore> {
  const folders = { timestream: await temporaryDirectory(), s3: await temporaryDirectory() };
  const storage = await createS3({ directory: folders.s3.directory, log: silentLog, secretOf: () => undefined });
  for (const bucket of Object.values(BUCKETS)) await storage.createBucket(bucket);
  const unload: UnloadSettings = {};
  const engine = await createTimestream({
    directory: folders.timestream.directory,
    log: silentLog,
    objects: storage.objects,
    unload,
  });
  const [storageServed, engineServed] = await Promise.all([serve(storage), serve(engine)]);
  const options = (endpoint: string) => ({
    ...clientOptions({ attempts: 1, requestTimeout: 20_000 }),
    ...fakeClientOptions(endpoint),
  });
  const s3 = new S3Client(options(storageServed.url));
  const timestream = new TimestreamQueryClient(options(engineServed.url));
  const writing = new TimestreamWriteClient(options(engineServed.url));
  await writing.send(new CreateDatabaseCommand({ DatabaseName: DATABASE }));

  return {
    unload,
    async table(table) {
      await writing.send(
        new CreateTableCommand({
          DatabaseName: DATABASE,
          TableName: table,
          RetentionProperties: { MemoryStoreRetentionPeriodInHours: 72, MagneticStoreRetentionPeriodInDays: 365 },
        }),
      );
      const name = { database: DATABASE, table };
      return {
        ...timestreamWriter({ client: writing, name, timeLimit: 30_000 }),
        ...timestreamReader({ client: timestream, name, timeLimit: 25_000, log }),
        ...timestreamExporter({ timestream, s3, name, buckets: BUCKETS, clock: Date.now, log }),
      };
    },
    ...objectsOf(s3),
    async close() {
      await Promise.all([storageServed.close(), engineServed.close()]);
      await Promise.all([storage.close(), engine.close()]);
      await Promise.all([folders.timestream.remove(), folders.s3.remove()]);
    },
  };
}
