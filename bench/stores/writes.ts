import { setMaxListeners } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { chunks } from '../../functions/shared/collections.ts';
import { compactDue } from '../../functions/shared/readings/dynamodb/compact.ts';
import { hourOf } from '../../functions/shared/readings/dynamodb/keys.ts';
import { createReadingsTable } from '../../functions/shared/readings/dynamodb/testing/start-table.ts';
import { dynamodbWriter } from '../../functions/shared/readings/dynamodb/write.ts';
import type { ReadingWriter, ReceivedReading } from '../../functions/shared/readings/store.ts';
import { fromMilliseconds } from '../../functions/shared/time.ts';
import { LOCAL_REGION } from '../../local/shared/service.ts';
import { READINGS_DAYS } from '../../local/stack/names.ts';
import type { Units } from './counted-table.ts';
import { countedTable } from './counted-table.ts';
import { beginOfDay, DEVICE_ID, readingsAt } from './data.ts';
import { storedItems } from './stored-bytes.ts';
import { CREDENTIALS, warnings } from './stored-year.ts';

/** How a device sends. */
export interface Rhythm {
  seconds: 1 | 60;
  metrics: number;
  /** How many times a message has readings of. */
  times: number;
}

export interface WriteCosts {
  rhythm: Rhythm;
  /** What follows is of one hour. */
  readings: number;
  messages: number;
  writing: Units;
  merging: Units;
  /** Bytes that are billed: of runs, for as long as they stay, and of what stays of them. */
  stored: { runs: number; blocks: number; summaries: number };
}

const HOUR_MS = 3_600_000;
/** When the hour is due for sure, in ms after its end. */
const DUE = 2 * HOUR_MS;
/** Of the day, in UTC: each hour writes the summaries of its day anew, so that this one costs what all of them do in the mean. */
const HOUR = 12;
const TIME_LIMIT = 60_000;

export const RHYTHMS: readonly Rhythm[] = ([60, 1] as const).flatMap((seconds) =>
  [1, 5].flatMap((metrics) => [1, 10].map((times) => ({ seconds, metrics, times }))),
);

/** Writes an hour of a device in the midst of a day, message by message, and merges it when it is due, in a table of its own. */
export async function writeCosts(rhythm: Rhythm, url: string): Promise<WriteCosts> {
  const client = new DynamoDBClient({ endpoint: url, region: LOCAL_REGION, credentials: CREDENTIALS });
  const name = `bench-${Object.values(rhythm).join('-')}`;
  await createReadingsTable(client, name);
  let now = 0;
  const clock = () => now;
  const { table, consumed } = countedTable({ client, name, clock });
  const writer = dynamodbWriter({ table, clock, retentionDays: READINGS_DAYS, timeLimit: TIME_LIMIT });
  const merge = async () => {
    const signal = AbortSignal.timeout(TIME_LIMIT);
    // Each request under way listens to it.
    setMaxListeners(0, signal);
    const settings = { table, clock, retentionDays: READINGS_DAYS, log: warnings };
    return compactDue(settings, { beginsBefore: Infinity, signal });
  };

  const earlier = Array.from({ length: HOUR }, (_, hour) => messagesOf(hour, rhythm).flat());
  now = beginOfDay(0) + HOUR * HOUR_MS;
  for (const readings of earlier) await writeAll(writer, readings);
  now += DUE;
  await merge();
  consumed();

  const messages = messagesOf(HOUR, rhythm);
  for (const readings of messages) {
    now = Math.max(...readings.map(({ receivedAt }) => receivedAt));
    await writeAll(writer, readings);
  }
  const writing = consumed();
  now = beginOfDay(0) + (HOUR + 1) * HOUR_MS + DUE;
  const { hours, left } = await merge();
  if (hours !== 1 || left !== 0)
    throw new Error(`${hours} hours were merged, and ${left} are left, instead of 1 and 0`);
  const merging = consumed();
  const stored = await storedOf(client, name);
  client.destroy();
  return { rhythm, readings: messages.flat().length, messages: messages.length, writing, merging, stored };
}

/** The messages that come in an hour of the day. */
function messagesOf(hour: number, { seconds, metrics, times }: Rhythm): ReceivedReading[][] {
  const begin = beginOfDay(0) + hour * HOUR_MS;
  const samples = Array.from({ length: 3600 / seconds }, (_, index) => begin + index * seconds * 1000);
  return chunks(samples, times).map((message) => {
    const measured = message.map((at) => readingsAt({ at, metrics, deviceId: DEVICE_ID }));
    const sentAt = Math.max(...measured.flat().map(({ receivedAt }) => receivedAt));
    return measured.flat().map((reading) => ({ ...reading, receivedAt: sentAt }));
  });
}

async function writeAll(writer: ReadingWriter, readings: readonly ReceivedReading[]): Promise<void> {
  const { rejected, retryable } = await writer.write(readings);
  if (rejected.length + retryable.length > 0) throw new Error('Not all readings were stored');
}

async function storedOf(client: DynamoDBClient, name: string): Promise<WriteCosts['stored']> {
  const hour = hourOf(fromMilliseconds(beginOfDay(0) + HOUR * HOUR_MS));
  const stored = { runs: 0, blocks: 0, summaries: 0 };
  for await (const { key, bytes } of storedItems(client, name)) {
    if (key.kind === 'run' && key.hour === hour) stored.runs += bytes;
    if (key.kind === 'block' && hourOf(key.begin) === hour) stored.blocks += bytes;
    // As many hours of the day as there have been.
    if (key.kind === 'summaries') stored.summaries += bytes / (HOUR + 1);
  }
  return stored;
}
