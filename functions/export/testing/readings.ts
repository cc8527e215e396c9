import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { silentLog } from '../../../local/shared/log.ts';
import type { ObjectWriter } from '../../../local/shared/ports.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { createTimestream } from '../../../local/timestream/index.ts';
import { dynamodbExporter } from '../../shared/readings/dynamodb/exporter.ts';
import { readingsTable } from '../../shared/readings/dynamodb/table.ts';
import { createReadingsTable } from '../../shared/readings/dynamodb/testing/start-table.ts';
import { dynamodbWriter } from '../../shared/readings/dynamodb/write.ts';
import type { ReadingExporter, ReadingWriter, ReceivedReading } from '../../shared/readings/store.ts';
import { timestreamExporter } from '../../shared/readings/timestream/exporter.ts';
import { timestreamWriter } from '../../shared/readings/timestream/write.ts';
import { fakeClientOptions } from '../../shared/testing/fake-aws.ts';
import type { Outside } from '../../shared/testing/outside.ts';

/** What a readings store may be made of. */
interface Surroundings {
  directory: string;
  objects: ObjectWriter;
  dynamodb: DynamoDBClient;
  buckets: { exports: string; unload: string };
}

/** The readings of a world. */
export interface StoredReadings {
  write(readings: readonly ReceivedReading[]): Promise<void>;
  /** That of one process. @param process its S3 client, already watched */
  exporter(process: { s3: S3Client; outside: Outside; clock: () => number }): ReadingExporter;
  /** Resolves when nothing more is written: an UNLOAD goes on when nobody asks for its end. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export type StartReadings = (surroundings: Surroundings) => Promise<StoredReadings>;

const RETENTION_DAYS = 36_500;

export const inTimestream: StartReadings = async ({ directory, objects, buckets }) => {
  const name = { database: 'sonde_test', table: 'readings' };
  const timestream = await createTimestream({ directory, log: silentLog, objects });
  const { url, close } = await serve(timestream);
  const client = new TimestreamQueryClient(fakeClientOptions(url));
  const writing = new TimestreamWriteClient(fakeClientOptions(url));
  await writing.send(new CreateDatabaseCommand({ DatabaseName: name.database }));
  const RetentionProperties = {
    MemoryStoreRetentionPeriodInHours: 24,
    MagneticStoreRetentionPeriodInDays: RETENTION_DAYS,
  };
  await writing.send(
    new CreateTableCommand({
      DatabaseName: name.database,
      TableName: name.table,
      RetentionProperties,
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    }),
  );
  return {
    write: (readings) => writeAll(timestreamWriter({ client: writing, name, timeLimit: 60_000 }), readings),
    exporter: ({ s3, outside, clock }) =>
      timestreamExporter({ timestream: outside.watch(client), s3, name, buckets, clock, log: silentLog }),
    settled: () => timestream.unloadsEnded(),
    async close() {
      client.destroy();
      writing.destroy();
      await close();
      await timestream.close();
    },
  };
};

export const inDynamoDb: StartReadings = async ({ dynamodb, buckets }) => {
  const name = 'readings';
  await createReadingsTable(dynamodb, name);
  const table = readingsTable({ client: dynamodb, name, clock: Date.now });
  const base = { clock: Date.now, retentionDays: RETENTION_DAYS };
  return {
    write: (readings) => writeAll(dynamodbWriter({ ...base, table, timeLimit: 60_000 }), readings),
    exporter: ({ s3, outside, clock }) => {
      const watched = readingsTable({ client: outside.watch(dynamodb), name, clock });
      // Each piece of a file has to be a file of its own, so that there are several.
      return dynamodbExporter({ ...base, clock, table: watched, s3, buckets, fileBytes: 1 });
    },
    settled: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
};

async function writeAll(writer: ReadingWriter, readings: readonly ReceivedReading[]): Promise<void> {
  const { rejected, retryable } = await writer.write(readings);
  if (rejected.length + retryable.length > 0) throw new Error('The readings could not all be stored');
}
