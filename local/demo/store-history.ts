import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AwsAccess } from '../../functions/shared/aws-client.ts';
import { loadReadings } from '../../functions/shared/readings/dynamodb/load.ts';
import { readingsTable } from '../../functions/shared/readings/dynamodb/table.ts';
import type { ReadingsLocation } from '../../functions/shared/readings/location.ts';
import type { ReadingWriter, ReceivedReading } from '../../functions/shared/readings/store.ts';
import { createWriter } from '../../functions/shared/readings/writer.ts';
import { fromMilliseconds } from '../../functions/shared/time.ts';
import { chunks } from '../../functions/shared/collections.ts';

const TIME_LIMIT_MS = 120_000;
const READINGS_A_STEP = 5_000;
/** What devices may still add to is written as they write it. */
const LIVE_MS = 3 * 3_600_000;

/** Stores the history of a device, oldest first, and says after each step how many readings of it are stored. */
export type StoreHistory = (readings: readonly ReceivedReading[]) => AsyncIterable<number>;

/**
 * How a history until `now` gets into a readings store within seconds: by the code and the protocol that `ingest` has; in DynamoDB, where merging it
 * would take minutes, as it is when it is merged.
 */
export async function historyStore(location: ReadingsLocation, now: number, aws: AwsAccess): Promise<StoreHistory> {
  const writer = await createWriter(location, { timeLimit: TIME_LIMIT_MS, aws });
  if (location.kind === 'timestream') return (readings) => write(writer, readings);
  const { table: name, retentionDays } = location;
  const table = readingsTable({ client: new DynamoDBClient(aws), name, clock: Date.now });
  const live = fromMilliseconds(now - LIVE_MS);
  return async function* (readings) {
    const old = readings.filter(({ time }) => time < live);
    await loadReadings(old, { table, retentionDays }, AbortSignal.timeout(TIME_LIMIT_MS));
    yield old.length;
    for await (const count of write(writer, readings.slice(old.length))) yield old.length + count;
  };
}

async function* write(writer: ReadingWriter, readings: readonly ReceivedReading[]): AsyncGenerator<number> {
  let stored = 0;
  for (const chunk of chunks(readings, READINGS_A_STEP)) {
    const { rejected, retryable } = await writer.write(chunk);
    const [failure] = [...rejected.map(({ reason }) => reason), ...retryable.map(({ cause }) => cause.message)];
    if (failure !== undefined) throw new Error(failure);
    stored += chunk.length;
    yield stored;
  }
}
