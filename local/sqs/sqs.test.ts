import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { md5OfAttributes } from './message.ts';
import { temporaryDirectory } from '../shared/testing/temporary-directory.ts';
import { startSqs } from './testing/service.ts';
import type { SqsUnderTest } from './testing/service.ts';

let test: SqsUnderTest;
let directory: string;
let remove: () => Promise<void>;
let now: number;
let QueueUrl: string;

beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
  now = 1_700_000_000_000;
  test = await startSqs(directory, () => now);
  QueueUrl = await create('readings');
});

afterEach(async () => {
  await test.close();
  await remove();
});

async function create(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl: url } = await test.client.send(new sdk.CreateQueueCommand({ QueueName, Attributes }));
  return url ?? '';
}

async function send(MessageBody: string, url = QueueUrl): Promise<void> {
  await test.client.send(new sdk.SendMessageCommand({ QueueUrl: url, MessageBody }));
}

async function receive(input: Partial<sdk.ReceiveMessageCommandInput> = {}): Promise<sdk.Message[]> {
  const command = new sdk.ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'], ...input });
  return (await test.client.send(command)).Messages ?? [];
}

async function attributesOf(url = QueueUrl): Promise<Record<string, string>> {
  const command = new sdk.GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
  return (await test.client.send(command)).Attributes ?? {};
}

describe('queues', () => {
  it('are found by name, listed, described and deleted', async () => {
    expect(QueueUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/readings$/);
    expect(await test.client.send(new sdk.GetQueueUrlCommand({ QueueName: 'readings' }))).toMatchObject({ QueueUrl });
    const other = await create('other');
    expect((await test.client.send(new sdk.ListQueuesCommand({}))).QueueUrls).toEqual([other, QueueUrl]);
    expect(await attributesOf()).toMatchObject({
      QueueArn: 'arn:aws:sqs:eu-west-1:000000000000:readings',
      VisibilityTimeout: '30',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      CreatedTimestamp: '1700000000',
    });
    await test.client.send(new sdk.DeleteQueueCommand({ QueueUrl: other }));
    await expect(send('late', other)).rejects.toThrow(sdk.QueueDoesNotExist);
  });

  it('are listed in pages', async () => {
    await create('other');
    const first = await test.client.send(new sdk.ListQueuesCommand({ MaxResults: 1 }));
    expect(first.QueueUrls).toHaveLength(1);
    const rest = await test.client.send(new sdk.ListQueuesCommand({ MaxResults: 1, NextToken: first.NextToken }));
    expect(rest).toMatchObject({ QueueUrls: [QueueUrl] });
    expect(rest.NextToken).toBeUndefined();
  });

  it('are created once, and refused with other attributes', async () => {
    expect(await create('readings', { VisibilityTimeout: '30' })).toBe(QueueUrl);
    await expect(create('readings', { VisibilityTimeout: '60' })).rejects.toThrow(sdk.QueueNameExists);
  });

  it('take tags', async () => {
    await test.client.send(new sdk.TagQueueCommand({ QueueUrl, Tags: { project: 'sonde', environment: 'local' } }));
    await test.client.send(new sdk.UntagQueueCommand({ QueueUrl, TagKeys: ['environment'] }));
    const { Tags } = await test.client.send(new sdk.ListQueueTagsCommand({ QueueUrl }));
    expect(Tags).toEqual({ project: 'sonde' });
  });

  it.each([
    ['UnsupportedOperation', 'readings.fifo', {}],
    ['UnsupportedOperation', 'other', { FifoQueue: 'true' }],
    ['InvalidAttributeName', 'other', { Colour: 'red' }],
    ['InvalidAttributeValue', 'other', { VisibilityTimeout: '43201' }],
    ['InvalidAttributeValue', 'other', { RedrivePolicy: '{"maxReceiveCount":3}' }],
    ['InvalidParameterValue', 'no spaces', {}],
    [
      'InvalidParameterValue',
      'other',
      { RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000000:none","maxReceiveCount":3}' },
    ],
  ])('are refused with %s: %s %j', async (name, queueName, attributes) => {
    await expect(create(queueName, attributes)).rejects.toMatchObject({ name });
  });

  it('that do not exist are refused with the names that SDKs know', async () => {
    const error: unknown = await send('x', `${QueueUrl}-none`).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(sdk.QueueDoesNotExist);
    expect(error).toMatchObject({ Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' });
  });
});

describe('messages', () => {
  it('carry body, attributes and what the service adds', async () => {
    const MessageAttributes: Record<string, sdk.MessageAttributeValue> = {
      'unit.name': { DataType: 'String', StringValue: '°C' },
      count: { DataType: 'Number', StringValue: '3' },
      raw: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
    };
    const sent = await test.client.send(
      new sdk.SendMessageCommand({ QueueUrl, MessageBody: '{"t":21.5}', MessageAttributes }),
    );
    const [message] = await receive({ MessageAttributeNames: ['All'] });
    expect(message).toMatchObject({
      Body: '{"t":21.5}',
      MessageId: sent.MessageId,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes: { 'unit.name': { StringValue: '°C' }, raw: { BinaryValue: new Uint8Array([0, 255]) } },
      Attributes: { SentTimestamp: String(now), ApproximateReceiveCount: '1', SenderId: 'test' },
    });
  });

  it('have the digest of their attributes that the developer guide describes', () => {
    const length = (bytes: number) => Buffer.of(0, 0, 0, bytes);
    const digest = createHash('md5')
      .update(Buffer.concat([length(1), Buffer.from('a'), length(6), Buffer.from('Binary'), Buffer.of(2)]))
      .update(Buffer.concat([length(2), Buffer.of(0, 255)]))
      .update(Buffer.concat([length(1), Buffer.from('b'), length(6), Buffer.from('String'), Buffer.of(1)]))
      .update(Buffer.concat([length(1), Buffer.from('c')]))
      .digest('hex');
    const b = { DataType: 'String', StringValue: 'c' };
    expect(md5OfAttributes({ b, a: { DataType: 'Binary', BinaryValue: 'AP8=' } })).toBe(digest);
    expect(md5OfAttributes({})).toBeUndefined();
  });

  it('are hidden for the visibility time-out, then received again', async () => {
    await send('a');
    const [first] = await receive();
    expect(await receive()).toEqual([]);
    expect(await attributesOf()).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '1' });
    now += 30_000;
    const [second] = await receive();
    expect(second).toMatchObject({ Body: 'a', Attributes: { ApproximateReceiveCount: '2' } });
    await test.client.send(new sdk.DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await attributesOf()).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '1' });
    await test.client.send(new sdk.DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    now += 30_000;
    expect(await receive()).toEqual([]);
  });

  it('change their visibility while in flight, and only then', async () => {
    await send('a');
    const [message] = await receive();
    const change = (VisibilityTimeout: number) =>
      test.client.send(
        new sdk.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
      );
    await change(0);
    expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
    await expect(change(5)).rejects.toThrow(sdk.MessageNotInflight);
  });

  it('are delayed', async () => {
    await test.client.send(new sdk.SendMessageCommand({ QueueUrl, MessageBody: 'a', DelaySeconds: 5 }));
    expect(await receive()).toEqual([]);
    expect(await attributesOf()).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    now += 5000;
    expect(await receive()).toHaveLength(1);
  });

  it('end with the retention period', async () => {
    await send('a');
    now += 345_600_001;
    await send('b');
    expect(await receive({ MaxNumberOfMessages: 10 })).toMatchObject([{ Body: 'b' }]);
  });

  it('are waited for', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await send('a');
    expect(await waiting).toMatchObject([{ Body: 'a' }]);
  });

  it('are purged', async () => {
    await send('a');
    await test.client.send(new sdk.PurgeQueueCommand({ QueueUrl }));
    expect(await attributesOf()).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it.each([
    ['InvalidMessageContents', '\u0000'],
    ['InvalidMessageContents', '\uFFFF'],
    ['MissingParameter', ''],
    ['InvalidParameterValue', 'x'.repeat(1_048_577)],
  ])('are refused with %s', async (name, body) => {
    await expect(send(body)).rejects.toMatchObject({ name });
  });

  it('of 1 MiB are taken', async () => {
    await send('x'.repeat(1_048_576));
    expect(await receive()).toHaveLength(1);
  });

  it('are refused at a receipt of another queue', async () => {
    const other = await create('other');
    await send('a', other);
    const [message] = await receive({ QueueUrl: other });
    const deletion = new sdk.DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    await expect(test.client.send(deletion)).rejects.toThrow(sdk.ReceiptHandleIsInvalid);
  });
});

describe('batches', () => {
  it('are sent, moved and deleted entry by entry', async () => {
    const sent = await test.client.send(
      new sdk.SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'a' },
          { Id: 'b', MessageBody: '\u0001' },
          { Id: 'c', MessageBody: 'c', DelaySeconds: 901 },
          { Id: 'd', MessageBody: 'd' },
        ],
      }),
    );
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'd']);
    expect(sent.Failed).toMatchObject([
      { Id: 'b', SenderFault: true, Code: 'InvalidMessageContents' },
      { Id: 'c', SenderFault: true, Code: 'InvalidParameterValue' },
    ]);
    const messages = await receive({ MaxNumberOfMessages: 10 });
    const Entries = messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle, VisibilityTimeout: 9 }));
    await test.client.send(new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    const deleted = await test.client.send(
      new sdk.DeleteMessageBatchCommand({ QueueUrl, Entries: [...Entries, { Id: 'x', ReceiptHandle: 'none' }] }),
    );
    expect(deleted.Successful).toHaveLength(2);
    expect(deleted.Failed).toMatchObject([{ Id: 'x', Code: 'ReceiptHandleIsInvalid' }]);
  });

  it.each([
    ['EmptyBatchRequest', []],
    ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, at) => ({ Id: String(at), MessageBody: 'x' }))],
    ['BatchEntryIdsNotDistinct', Array.from({ length: 2 }, () => ({ Id: 'a', MessageBody: 'x' }))],
    ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
    ['BatchRequestTooLong', ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) }))],
  ])('are refused whole with %s', async (name, Entries) => {
    await expect(test.client.send(new sdk.SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name,
    });
  });
});

describe('the dead-letter queue', () => {
  it('gets what was received too often', async () => {
    const dead = await create('dead');
    const { QueueArn } = await attributesOf(dead);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 2 });
    await test.client.send(new sdk.SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
    await send('poison');
    const sentAt = String(now);
    for (let round = 0; round < 2; round++) {
      expect(await receive()).toHaveLength(1);
      now += 30_000;
    }
    expect(await receive()).toEqual([]);
    expect(await receive({ QueueUrl: dead })).toMatchObject([
      {
        Body: 'poison',
        Attributes: {
          DeadLetterQueueSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:readings',
          SentTimestamp: sentAt,
        },
      },
    ]);
  });
});

describe('a restart', () => {
  it('keeps queues, tags, messages, delays and receive counts', async () => {
    await test.client.send(new sdk.TagQueueCommand({ QueueUrl, Tags: { project: 'sonde' } }));
    await send('a');
    await test.client.send(new sdk.SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 60 }));
    await receive();
    await test.close();
    test = await startSqs(directory, () => now);
    QueueUrl = await create('readings');
    expect((await test.client.send(new sdk.ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ project: 'sonde' });
    expect(await receive({ MaxNumberOfMessages: 10 })).toMatchObject([
      { Body: 'a', Attributes: { ApproximateReceiveCount: '2' } },
    ]);
    now += 60_000;
    expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(2);
  });

  it('is needed before another process can open the directory', async () => {
    await expect(startSqs(directory)).rejects.toThrow(directory);
  });
});
