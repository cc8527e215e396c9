import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { anyNames } from '../shared/record.ts';
import { invalidParameter } from './errors.ts';
import type { Subscription } from './records.ts';
import type { MessageAttributes } from './schema.ts';

export interface Message {
  id: string;
  topicArn: string;
  subject: string | undefined;
  /** By protocol, and `default` for those that have none. */
  texts: Readonly<Record<string, string>>;
  attributes: MessageAttributes;
  /** ISO 8601. */
  timestamp: string;
}

interface Asked {
  topicArn: string;
  message: string;
  subject?: string | undefined;
  /** Whether `message` is a JSON object of texts by protocol. */
  byProtocol?: boolean;
  attributes: MessageAttributes;
}

const MAXIMUM_BYTES = 256 * 1024;
const texts = v.pipe(v.string(), v.parseJson(), anyNames(v.unknown()));

/** Throws `InvalidParameter`. Source: Amazon SNS API Reference, "Publish". */
export function newMessage(
  { topicArn, message, subject, byProtocol = false, attributes }: Asked,
  now: number,
): Message {
  if (message === '') throw invalidParameter('Empty message');
  const named = Object.entries(attributes).map(([name, value]) => name + Object.values(value).join(''));
  if (Buffer.byteLength(message + named.join('')) > MAXIMUM_BYTES) throw invalidParameter('Message too long');
  if (subject !== undefined && !/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(subject)) throw invalidParameter('Subject');
  return {
    id: randomUUID(),
    topicArn,
    subject,
    texts: byProtocol ? textsIn(message) : { default: message },
    attributes,
    timestamp: new Date(now).toISOString(),
  };
}

function textsIn(message: string): Record<string, string> {
  const parsed = v.safeParse(texts, message);
  if (!parsed.success) throw invalidParameter('Message Structure - JSON message body failed to parse');
  const entries = Object.entries(parsed.output).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  const found: Record<string, string> = Object.fromEntries(entries);
  if (found.default === undefined) throw invalidParameter('Message Structure - No default entry in JSON message body');
  return found;
}

export function textFor({ texts: all }: Message, { protocol }: Subscription): string {
  return all[protocol] ?? all.default ?? '';
}

/** Nothing here signs messages. */
const UNSIGNED = { SignatureVersion: '1', Signature: 'unsigned' };
const NOWHERE = 'http://127.0.0.1/';

function attributesOf({ attributes }: Message): Record<string, { Type: string; Value: string }> {
  const shown = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue = '' }]) => {
    return [name, { Type: DataType, Value: StringValue ?? BinaryValue }] as const;
  });
  return Object.fromEntries(shown);
}

/** The event of a function. Source: AWS Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications". */
export function lambdaEvent(message: Message, subscription: Subscription): object {
  const { id, topicArn, subject, timestamp } = message;
  const Sns = {
    ...UNSIGNED,
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    Subject: subject ?? null,
    Message: textFor(message, subscription),
    Timestamp: timestamp,
    SigningCertUrl: NOWHERE,
    UnsubscribeUrl: NOWHERE,
    MessageAttributes: attributesOf(message),
  };
  const { arn } = subscription;
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: arn, Sns }] };
}

/** What a queue or a mailbox for JSON gets. Source: Amazon SNS Developer Guide, "Parsing Amazon SNS message formats". */
export function notification(message: Message, subscription: Subscription): string {
  const { id, topicArn, subject, timestamp } = message;
  const MessageAttributes = attributesOf(message);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    Subject: subject,
    Message: textFor(message, subscription),
    Timestamp: timestamp,
    ...UNSIGNED,
    SigningCertURL: NOWHERE,
    UnsubscribeURL: NOWHERE,
    ...(Object.keys(MessageAttributes).length > 0 && { MessageAttributes }),
  });
}
