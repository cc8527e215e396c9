import * as v from 'valibot';

/** Inputs of the operations, as Amazon SQS API Reference has them. Members of FIFO queues are named in order to be refused. */

const queue = { QueueUrl: v.string() };
const strings = v.record(v.string(), v.string());
const names = v.optional(v.array(v.string()), []);

function integer(least: number, most: number) {
  const message = `Must be an integer from ${least} to ${most}.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

const messageAttribute = v.object({
  DataType: v.string(),
  StringValue: v.exactOptional(v.string()),
  BinaryValue: v.exactOptional(v.pipe(v.string(), v.base64('Must be base64.'))),
});

const message = {
  MessageBody: v.string(),
  DelaySeconds: v.optional(integer(0, 900)),
  MessageAttributes: v.optional(v.record(v.string(), messageAttribute), {}),
  MessageSystemAttributes: v.optional(
    v.object({ AWSTraceHeader: v.optional(v.object({ DataType: v.literal('String'), StringValue: v.string() })) }),
    {},
  ),
  MessageGroupId: v.optional(v.string()),
  MessageDeduplicationId: v.optional(v.string()),
};
const entryId = { Id: v.string() };

export const createQueueInput = v.object({
  QueueName: v.string(),
  Attributes: v.optional(strings, {}),
  tags: v.optional(strings, {}),
});
export const queueInput = v.object(queue);
export const getQueueUrlInput = v.object({ QueueName: v.string() });
export const listQueuesInput = v.object({
  QueueNamePrefix: v.optional(v.string(), ''),
  MaxResults: v.optional(integer(1, 1000)),
  NextToken: v.optional(v.string(), ''),
});
export const getQueueAttributesInput = v.object({ ...queue, AttributeNames: names });
export const setQueueAttributesInput = v.object({ ...queue, Attributes: strings });
export const tagQueueInput = v.object({ ...queue, Tags: strings });
export const untagQueueInput = v.object({ ...queue, TagKeys: v.array(v.string()) });

export const messageInput = v.object(message);
export type MessageInput = v.InferOutput<typeof messageInput>;
export const sendMessageInput = v.object({ ...queue, ...message });
export const receiveMessageInput = v.object({
  ...queue,
  MaxNumberOfMessages: v.optional(integer(1, 10), 1),
  VisibilityTimeout: v.optional(integer(0, 43_200)),
  WaitTimeSeconds: v.optional(integer(0, 20)),
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
});
export const deleteMessageInput = v.object({ ...queue, ReceiptHandle: v.string() });
export const changeVisibilityInput = v.object({ ...deleteMessageInput.entries, VisibilityTimeout: integer(0, 43_200) });

/** A batch whose entries are parsed one by one, as one bad entry fails alone. */
export const batchInput = v.object({ ...queue, Entries: v.array(v.looseObject(entryId)) });
export const deleteEntry = v.object({ ReceiptHandle: v.string() });
export const changeVisibilityEntry = v.object({ ReceiptHandle: v.string(), VisibilityTimeout: integer(0, 43_200) });
