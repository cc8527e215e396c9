import { S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '../../../../local/s3/index.ts';
import { silentLog } from '../../../../local/shared/log.ts';
import { serve } from '../../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../../local/shared/testing/temporary-directory.ts';
import { clientOptions } from '../../aws-client.ts';
import { fakeClientOptions } from '../../testing/fake-aws.ts';
import { compactDue } from '../dynamodb/compact.ts';
import { dynamodbExporter } from '../dynamodb/exporter.ts';
import { dynamodbReader } from '../dynamodb/read.ts';
import { startTable } from '../dynamodb/testing/start-table.ts';
import { dynamodbWriter } from '../dynamodb/write.ts';
import type { ReadingExporter, ReadingReader, ReadingWriter } from '../store.ts';
import type { Objects } from './objects-of.ts';
import { objectsOf } from './objects-of.ts';
import { settlingInPart, UNTIL_DUE_MS } from './stores.ts';
import { startLocalStore } from '../timestream/testing/local-store.ts';

/** An empty store that tests have to themselves, and the buckets of its exports. */
export interface TestExporter extends ReadingWriter, Pick<ReadingReader, 'page'>, ReadingExporter, Objects {
  close(): Promise<void>;
}

export type StartExporter = () => Promise<TestExporter>;

const RETENTION_DAYS = 365;

export async function startTimestreamExporter(): Promise<TestExporter> {
  const local = await startLocalStore();
  return { ...local, ...(await local.table('readings')) };
}

/** Of what is written every second reading is merged, and the others come after that. */
export async function startDynamoDbExporter(): Promise<TestExporter> {
  const { directory, remove } = await temporaryDirectory();
  const storage = await createS3({ directory, log: silentLog, secretOf: () => undefined });
  const buckets = { exports: 'exports', unload: 'unload' };
  for (const bucket of Object.values(buckets)) await storage.createBucket(bucket);
  const served = await serve(storage);
  const options = { ...clientOptions({ attempts: 1, requestTimeout: 20_000 }), ...fakeClientOptions(served.url) };
  const s3 = new S3Client(options);
  let time = Date.now();
  const clock = () => time;
  const started = await startTable({ clock });
  const base = { table: started.table, clock, retentionDays: RETENTION_DAYS };
  const writer = dynamodbWriter({ ...base, timeLimit: 30_000 });

  async function settle(): Promise<void> {
    // Never back: a writer knows what it has marked.
    time += UNTIL_DUE_MS;
    await compactDue({ ...base, log: silentLog }, { beginsBefore: Infinity, signal: AbortSignal.timeout(60_000) });
  }

  return {
    ...dynamodbReader({ ...base, timeLimit: 25_000 }),
    ...dynamodbExporter({ ...base, s3, buckets }),
    ...settlingInPart({ ...writer, settle }),
    ...objectsOf(s3),
    async close() {
      s3.destroy();
      await served.close();
      await storage.close();
      await started.close();
      await remove();
    },
  };
}
