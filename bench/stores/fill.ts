import { setMaxListeners } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Log } from '../../functions/shared/logger.ts';
import { compactDue } from '../../functions/shared/readings/dynamodb/compact.ts';
import { readingsTable } from '../../functions/shared/readings/dynamodb/table.ts';
import { dynamodbWriter } from '../../functions/shared/readings/dynamodb/write.ts';
import type { ReadingWriter } from '../../functions/shared/readings/store.ts';
import { connectWriter } from '../../functions/shared/readings/timestream/connect-writer.ts';
import { beginOfDay, readingsOfDay } from './data.ts';

/** How readings come into each store: by its writer, a day at a time. */

type Aws = Readonly<Record<'endpoint' | 'region', string>> & {
  credentials: { accessKeyId: string; secretAccessKey: string };
};
const TIME_LIMIT = 60_000;
/** After the end of a day, when all its hours are to be merged: in ms. */
const ALL_DUE = 4 * 3_600_000;

export async function fillTimestream(
  days: number,
  { name, aws }: { name: { database: string; table: string }; aws: Aws },
): Promise<void> {
  const writer = connectWriter(name, { timeLimit: TIME_LIMIT, aws });
  for (let day = 0; day < days; day++) await writeDay(writer, day);
}

/** Each day is merged when it is over. */
export async function fillDynamoDb(
  days: number,
  { name, retentionDays, aws, log }: { name: string; retentionDays: number; aws: Aws; log: Log },
): Promise<void> {
  let now = 0;
  const clock = () => now;
  const client = new DynamoDBClient(aws);
  const table = readingsTable({ client, name, clock });
  const writer = dynamodbWriter({ table, clock, retentionDays, timeLimit: TIME_LIMIT });
  for (let day = 0; day < days; day++) {
    now = beginOfDay(day + 1);
    await writeDay(writer, day);
    now += ALL_DUE;
    const signal = AbortSignal.timeout(TIME_LIMIT);
    // Each request under way listens to it.
    setMaxListeners(0, signal);
    const { left } = await compactDue({ table, clock, retentionDays, log }, { beginsBefore: Infinity, signal });
    if (left > 0) throw new Error(`${left} hours of day ${day} were not merged`);
  }
  client.destroy();
}

async function writeDay(writer: ReadingWriter, day: number): Promise<void> {
  const { rejected, retryable } = await writer.write(readingsOfDay(day));
  const [reason] = [...rejected.map((each) => each.reason), ...retryable.map(({ cause }) => cause.message)];
  if (reason !== undefined) throw new Error(`Not all readings of day ${day} were stored: ${reason}`);
}
