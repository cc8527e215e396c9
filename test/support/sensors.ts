import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { connectAsync } from 'mqtt';
import * as v from 'valibot';
import { LatestDocument, ReadingsDocument, type ReadingFieldsFragment } from '../../examples/generated/documents.ts';
import { INGEST_DEAD_LETTER_QUEUE } from '../../local/stack/names.ts';
import type { Member } from './people.ts';
import type { Sonde } from './sonde.ts';
import { until } from './until.ts';

/** Sends messages as a sensor would, each acknowledged by the broker. */
export async function publish({ addresses }: Sonde, topic: string, ...messages: (string | object)[]): Promise<void> {
  const client = await connectAsync(addresses.mqttUrl, { reconnectPeriod: 0 });
  try {
    for (const message of messages) {
      const payload = typeof message === 'string' ? message : JSON.stringify(message);
      await client.publishAsync(topic, payload, { qos: 1 });
    }
  } finally {
    await client.endAsync();
  }
}

export const topicOf = (organizationId: string, deviceId: string): string => `dt/sonde/${organizationId}/${deviceId}`;

type Reading = ReadingFieldsFragment;

/** All that is stored of a device, oldest first. */
export async function historyOf(member: Member, deviceId: string): Promise<Reading[]> {
  const readings: Reading[] = [];
  const period = { from: '1970-01-01T00:00:00Z', to: '2200-01-01T00:00:00Z' };
  let after: string | null = null;
  do {
    const page: { items: Reading[]; nextCursor: string | null } = (
      await member.request(ReadingsDocument, { deviceId, ...period, first: 1000, after })
    ).readings;
    readings.push(...page.items);
    after = page.nextCursor;
  } while (after !== null);
  return readings;
}

/**
 * Waits until a device has so many readings, and the newest of them are kept as its latest ones, which `ingest` does after it. Answers all that
 * it has.
 */
export async function stored(member: Member, deviceId: string, least: number): Promise<Reading[]> {
  return until(`${least} readings of ${deviceId}`, async () => {
    const readings = await historyOf(member, deviceId);
    const newest = new Map(readings.map((reading) => [reading.metric, reading]));
    const [latest] = await latestOf(member, deviceId);
    const kept = latest?.readings.every(({ metric, time }) => newest.get(metric)?.time === time) ?? false;
    return readings.length >= least && kept && latest?.readings.length === newest.size ? readings : undefined;
  });
}

/** What `Query.latest` answers of one device. */
export async function latestOf(member: Member, deviceId: string) {
  const { latest } = await member.request(LatestDocument, { deviceIds: [deviceId] });
  return latest;
}

/** A refused message, as an operator finds it. */
export interface DeadLetter {
  device: string;
  organization: string;
  /** What the sensor sent. */
  payload: string;
  errorType: string | undefined;
  reason: string | undefined;
}

const Body = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ payload: v.string(), organization: v.string(), device: v.string() }),
);

/** Takes refused messages out of the dead-letter queue, until there are so many of them. */
export async function deadLetters({ addresses }: Sonde, count: number): Promise<DeadLetter[]> {
  const client = new SQSClient({
    endpoint: addresses.awsUrl,
    region: addresses.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const QueueUrl = `${addresses.awsUrl}/000000000000/${INGEST_DEAD_LETTER_QUEUE}`;
  const letters: DeadLetter[] = [];
  try {
    return await until(`${count} dead letters`, async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );
      for (const { Body: body, MessageAttributes, ReceiptHandle } of Messages) {
        const { payload, ...sender } = v.parse(Body, body);
        letters.push({
          ...sender,
          payload: Buffer.from(payload, 'base64').toString('utf8'),
          errorType: MessageAttributes?.errorType?.StringValue,
          reason: MessageAttributes?.reason?.StringValue,
        });
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return letters.length >= count ? letters : undefined;
    });
  } finally {
    client.destroy();
  }
}
