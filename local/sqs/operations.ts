import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperations } from '../shared/json-service.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import type { Caller } from '../shared/service.ts';
import { computedAttributes, isSettable, numberOf } from './attributes.ts';
import { eachEntry, parseBatch } from './batch.ts';
import { fifoNotSupported, invalidParameter, parseInput } from './errors.ts';
import { MAXIMUM_MESSAGE_BYTES, md5, md5OfAttributes, messageBytes, selectAttributes } from './message.ts';
import type { NewMessage, Queue } from './queue.ts';
import { describeQueue } from './registry.ts';
import type { QueueRegistry } from './registry.ts';
import * as schema from './schema.ts';
import type { MessageInput } from './schema.ts';
import type { ReceivedMessage } from './source.ts';

/** The operations of SQS on `registry`. A queue's URL is `<queueUrlBase>/<account>/<name>`. */
export function sqsOperations(registry: QueueRegistry, queueUrlBase: () => string): JsonOperations {
  const urlOf = (name: string) => `${queueUrlBase()}/${LOCAL_ACCOUNT}/${name}`;
  return { ...queueOperations(registry, urlOf), ...tagOperations(registry), ...messageOperations(registry) };
}

function queueOperations(registry: QueueRegistry, urlOf: (name: string) => string): JsonOperations {
  return {
    CreateQueue: async (input) => {
      const { QueueName, Attributes, tags } = parseInput(schema.createQueueInput, input);
      const queue = await registry.create(QueueName, Attributes, tags);
      return { QueueUrl: urlOf(queue.definition.name) };
    },
    GetQueueUrl: (input) => {
      const { QueueName } = parseInput(schema.getQueueUrlInput, input);
      return Promise.resolve({ QueueUrl: urlOf(registry.get(QueueName).definition.name) });
    },
    ListQueues: (input) => Promise.resolve(listQueues(registry, urlOf, input)),
    GetQueueAttributes: async (input) => {
      const { QueueUrl, AttributeNames } = parseInput(schema.getQueueAttributesInput, input);
      const attributes = await describeQueue(registry.get(QueueUrl));
      return { Attributes: selectQueueAttributes(attributes, AttributeNames) };
    },
    SetQueueAttributes: async (input) => {
      const { QueueUrl, Attributes } = parseInput(schema.setQueueAttributesInput, input);
      await registry.setAttributes(registry.get(QueueUrl), Attributes);
      return {};
    },
    DeleteQueue: async (input) => {
      await registry.delete(registry.get(parseInput(schema.queueInput, input).QueueUrl));
      return {};
    },
    PurgeQueue: async (input) => {
      await registry.get(parseInput(schema.queueInput, input).QueueUrl).purge();
      return {};
    },
  };
}

function tagOperations(registry: QueueRegistry): JsonOperations {
  return {
    TagQueue: async (input) => {
      const { QueueUrl, Tags } = parseInput(schema.tagQueueInput, input);
      const queue = registry.get(QueueUrl);
      await registry.setTags(queue, { ...queue.definition.tags, ...Tags });
      return {};
    },
    UntagQueue: async (input) => {
      const { QueueUrl, TagKeys } = parseInput(schema.untagQueueInput, input);
      const queue = registry.get(QueueUrl);
      const kept = Object.entries(queue.definition.tags).filter(([key]) => !TagKeys.includes(key));
      await registry.setTags(queue, Object.fromEntries(kept));
      return {};
    },
    ListQueueTags: (input) => {
      const queue = registry.get(parseInput(schema.queueInput, input).QueueUrl);
      return Promise.resolve({ Tags: queue.definition.tags });
    },
  };
}

function messageOperations(registry: QueueRegistry): JsonOperations {
  return {
    SendMessage: async (input, caller) => {
      const { QueueUrl, ...message } = parseInput(schema.sendMessageInput, input);
      return send(registry.get(QueueUrl), message, caller);
    },
    SendMessageBatch: async (input, caller) => {
      const { queueUrl, entries } = parseBatch(input);
      const queue = registry.get(queueUrl);
      checkBatchSize(entries);
      return eachEntry(entries, (entry) => send(queue, parseInput(schema.messageInput, entry), caller));
    },
    ReceiveMessage: (input) => receive(registry, input),
    DeleteMessage: async (input) => {
      const { QueueUrl, ReceiptHandle } = parseInput(schema.deleteMessageInput, input);
      await registry.get(QueueUrl).delete([ReceiptHandle]);
      return {};
    },
    DeleteMessageBatch: async (input) => {
      const { queueUrl, entries } = parseBatch(input);
      const queue = registry.get(queueUrl);
      return eachEntry(entries, async (entry) => {
        await queue.delete([parseInput(schema.deleteEntry, entry).ReceiptHandle]);
        return {};
      });
    },
    ChangeMessageVisibility: (input) => {
      const { QueueUrl, ReceiptHandle, VisibilityTimeout } = parseInput(schema.changeVisibilityInput, input);
      registry.get(QueueUrl).changeVisibility(ReceiptHandle, VisibilityTimeout);
      return Promise.resolve({});
    },
    ChangeMessageVisibilityBatch: (input) => {
      const { queueUrl, entries } = parseBatch(input);
      const queue = registry.get(queueUrl);
      return eachEntry(entries, (entry) => {
        const { ReceiptHandle, VisibilityTimeout } = parseInput(schema.changeVisibilityEntry, entry);
        queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
        return Promise.resolve({});
      });
    },
  };
}

function listQueues(registry: QueueRegistry, urlOf: (name: string) => string, input: unknown): object {
  const { QueueNamePrefix, MaxResults, NextToken } = parseInput(schema.listQueuesInput, input);
  const after = Buffer.from(NextToken, 'base64url').toString();
  const names = registry.names().filter((name) => name.startsWith(QueueNamePrefix) && name > after);
  const page = names.slice(0, MaxResults ?? 1000);
  const last = page.at(-1);
  // Without MaxResults, SQS answers the first 1,000 and no token.
  const more = MaxResults !== undefined && names.length > page.length && last !== undefined;
  return {
    ...(page.length > 0 && { QueueUrls: page.map(urlOf) }),
    ...(more && { NextToken: Buffer.from(last).toString('base64url') }),
  };
}

function selectQueueAttributes(attributes: Record<string, string>, names: readonly string[]): Record<string, string> {
  if (names.includes('All')) return attributes;
  for (const name of names) {
    if (!isSettable(name) && !computedAttributes.some((computed) => computed === name)) {
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
  }
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}

async function send(queue: Queue, input: MessageInput, caller: Caller): Promise<Record<string, unknown>> {
  if (input.MessageDeduplicationId !== undefined) throw fifoNotSupported('MessageDeduplicationId');
  const trace = input.MessageSystemAttributes.AWSTraceHeader?.StringValue;
  const message: NewMessage = {
    body: input.MessageBody,
    attributes: input.MessageAttributes,
    delaySeconds: input.DelaySeconds,
    systemAttributes: {
      SenderId: caller.accessKeyId ?? 'anonymous',
      ...(trace !== undefined && { AWSTraceHeader: trace }),
      ...(input.MessageGroupId !== undefined && { MessageGroupId: input.MessageGroupId }),
    },
  };
  queue.check(message);
  const [MessageId] = await queue.send([message]);
  const MD5OfMessageAttributes = md5OfAttributes(message.attributes);
  return { MessageId, MD5OfMessageBody: md5(message.body), ...(MD5OfMessageAttributes && { MD5OfMessageAttributes }) };
}

function checkBatchSize(entries: readonly unknown[]): void {
  let bytes = 0;
  for (const entry of entries) {
    const message = v.safeParse(schema.messageInput, entry);
    if (message.success) bytes += messageBytes(message.output.MessageBody, message.output.MessageAttributes);
  }
  if (bytes > MAXIMUM_MESSAGE_BYTES) {
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAXIMUM_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
}

async function receive(registry: QueueRegistry, input: unknown): Promise<object> {
  const request = parseInput(schema.receiveMessageInput, input);
  const system = [...request.AttributeNames, ...request.MessageSystemAttributeNames];
  const unknown = system.find((name) => !systemAttributes.includes(name));
  if (unknown !== undefined) throw invalidParameter('MessageSystemAttributeNames', unknown, 'Unknown attribute.');
  const queue = registry.get(request.QueueUrl);
  const defaultWait = numberOf(queue.definition.attributes, 'ReceiveMessageWaitTimeSeconds');
  const messages = await queue.receive({
    maximum: request.MaxNumberOfMessages,
    waitMs: (request.WaitTimeSeconds ?? defaultWait) * 1000,
    ...(request.VisibilityTimeout !== undefined && { visibilityTimeoutSeconds: request.VisibilityTimeout }),
  });
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => shape(message, system, request.MessageAttributeNames)) };
}

const systemAttributes: readonly string[] = [
  'All',
  'AWSTraceHeader',
  'ApproximateFirstReceiveTimestamp',
  'ApproximateReceiveCount',
  'DeadLetterQueueSourceArn',
  'MessageDeduplicationId',
  'MessageGroupId',
  'SenderId',
  'SentTimestamp',
  'SequenceNumber',
];

function shape(message: ReceivedMessage, system: readonly string[], names: readonly string[]): object {
  const attributes = Object.entries(message.attributes).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  const messageAttributes = selectAttributes(message.messageAttributes, names);
  const digest = md5OfAttributes(messageAttributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.md5OfBody,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(digest !== undefined && { MessageAttributes: messageAttributes, MD5OfMessageAttributes: digest }),
  };
}
