import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { CreateDatabaseCommand, CreateTableCommand, TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { marshall } from '@aws-sdk/util-dynamodb';
import { silentLog } from '../../../local/shared/log.ts';
import { serve } from '../../../local/shared/testing/serve.ts';
import { temporaryDirectory } from '../../../local/shared/testing/temporary-directory.ts';
import { startSqs } from '../../../local/sqs/testing/service.ts';
import { createTimestream } from '../../../local/timestream/index.ts';
import type { LatestRow } from '../../shared/ingestion/latest-row.ts';
import { parseLatestRow } from '../../shared/ingestion/latest-row.ts';
import { latestTable } from '../../shared/ingestion/latest-table.ts';
import type { DeviceKey, MeasuredReading } from '../../shared/ingestion/ports.ts';
import type { Reading } from '../../shared/readings/store.ts';
import { timestreamReader } from '../../shared/readings/timestream/read.ts';
import { timestreamWriter } from '../../shared/readings/timestream/write.ts';
import { startTables } from '../../shared/testing/dynamodb.ts';
import { fakeClientOptions } from '../../shared/testing/fake-aws.ts';
import type { Outside } from '../../shared/testing/outside.ts';
import { LATEST } from '../../shared/time.ts';
import { deadLetterQueue } from '../dead-letter-queue.ts';
import { devicesTable } from '../devices-table.ts';
import { ingest } from '../ingest.ts';
import type { DeadLetter } from '../ports.ts';

const NAME = { database: 'sonde_test', table: 'readings' };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A queue of messages and its dead-letter queue, with what was pushed by those who worked on it. */
export interface Queue {
  urls: { messages: string; deadLetters: string };
  published: MeasuredReading[];
}

/** All that ingest touches but AppSync, as it is in `make dev`, with one table of readings. */
export type Laptop = Awaited<ReturnType<typeof startLaptop>>;

export async function startLaptop() {
  const tables = await startTables({ devices: ['organizationId', 'id'], latest: ['organizationId', 'deviceId'] });
  const { directory, remove } = await temporaryDirectory();
  const engine = await createTimestream({ directory: `${directory}/timestream`, log: silentLog });
  const served = await serve(engine);
  const sqs = await startSqs(`${directory}/sqs`);
  // One attempt: a fault stands for what the SDK does not get over by itself.
  const options = { ...fakeClientOptions(served.url), maxAttempts: 1 };
  const writing = new TimestreamWriteClient(options);
  const querying = new TimestreamQueryClient(options);
  await writing.send(new CreateDatabaseCommand({ DatabaseName: NAME.database }));
  await writing.send(
    new CreateTableCommand({
      DatabaseName: NAME.database,
      TableName: NAME.table,
      RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 365 },
      MagneticStoreWriteProperties: { EnableMagneticStoreWrites: true },
    }),
  );
  const reader = timestreamReader({ client: querying, name: NAME, timeLimit: 25_000, log });

  async function createQueue(QueueName: string): Promise<string> {
    const { QueueUrl } = await sqs.client.send(new CreateQueueCommand({ QueueName }));
    if (QueueUrl === undefined) throw new Error('The queue has no URL');
    return QueueUrl;
  }

  /** At once visible again, for who works on them may end: a queue's time-out would only make the test wait. */
  async function receive(QueueUrl: string) {
    const { Messages = [] } = await sqs.client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  }

  return {
    /** Makes a device that declares `level`, in metres. */
    async putDevice({ organizationId, deviceId }: DeviceKey): Promise<void> {
      await tables.put('devices', { organizationId, id: deviceId, metrics: [{ name: 'level', unit: 'm' }] });
    },

    async queue(name: string, bodies: readonly string[]): Promise<Queue> {
      const urls = { messages: await createQueue(name), deadLetters: await createQueue(`${name}-dead-letter`) };
      for (const MessageBody of bodies)
        await sqs.client.send(new SendMessageCommand({ QueueUrl: urls.messages, MessageBody }));
      return { urls, published: [] };
    },

    /** Works on what the queue has, as AWS Lambda does: what was done is deleted; where the worker ends, nothing is. @returns how many messages it had */
    async deliver({ urls, published }: Queue, outside: Outside): Promise<number> {
      const messages = await receive(urls.messages);
      const dynamodb = outside.watch(tables.client);
      const work = ingest(
        messages.map(({ MessageId = '', Body = '' }) => ({ id: MessageId, body: Body })),
        {
          store: timestreamWriter({ client: outside.watch(writing), name: NAME, timeLimit: 30_000 }),
          devices: devicesTable({ client: dynamodb, table: 'devices', log }),
          latest: latestTable({ client: dynamodb, table: 'latest', log }),
          deadLetters: deadLetterQueue(outside.watch(sqs.client), urls.deadLetters),
          publisher: {
            publish: (_, readings) =>
              outside.call('publish', () => {
                published.push(...readings);
                return Promise.resolve();
              }),
          },
          log,
        },
      );
      const again = await Promise.race([work, outside.ended]);
      for (const { MessageId = '', ReceiptHandle } of again ? messages : [])
        if (!again?.includes(MessageId))
          await sqs.client.send(new DeleteMessageCommand({ QueueUrl: urls.messages, ReceiptHandle }));
      return messages.length;
    },

    async deadLetters({ urls }: Queue): Promise<Omit<DeadLetter, 'errorType'>[]> {
      const letters: Omit<DeadLetter, 'errorType'>[] = [];
      for (;;) {
        const messages = await receive(urls.deadLetters);
        if (messages.length === 0) return letters;
        for (const { Body = '', ReceiptHandle, MessageAttributes } of messages) {
          letters.push({ body: Body, reason: MessageAttributes?.reason?.StringValue ?? '' });
          await sqs.client.send(new DeleteMessageCommand({ QueueUrl: urls.deadLetters, ReceiptHandle }));
        }
      }
    },

    /** Every row of a device, also two of the same metric and time, if there were any. */
    stored: ({ organizationId, deviceId }: DeviceKey): Promise<Reading[]> =>
      reader.page({
        organizationId,
        deviceId,
        metrics: null,
        from: 0n,
        to: LATEST,
        order: 'ASC',
        after: null,
        limit: 1000,
      }),

    async latest(key: DeviceKey): Promise<LatestRow | undefined> {
      const { Item } = await tables.client.send(
        new GetItemCommand({
          TableName: 'latest',
          Key: marshall({ organizationId: key.organizationId, deviceId: key.deviceId }),
          ConsistentRead: true,
        }),
      );
      return Item && parseLatestRow(Item);
    },

    async close(): Promise<void> {
      for (const client of [writing, querying]) client.destroy();
      await sqs.close();
      await served.close();
      await engine.close();
      await tables.close();
      await remove();
    },
  };
}
