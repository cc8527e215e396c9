import type { Log } from '../shared/log.ts';
import type { LambdaInvoker, MailSink } from '../shared/ports.ts';
import { filterOf } from './filter-policy.ts';
import { lambdaEvent, notification, textFor } from './message.ts';
import type { Message } from './message.ts';
import type { Subscription } from './records.ts';
import type { MessageAttributes } from './schema.ts';
import { deadLetterQueue } from './subscription-attributes.ts';

/** Where messages to queues go. */
export interface QueueSink {
  /** @param message its `attributes` are those of the message where it is delivered raw, otherwise none: they are in the body */
  deliver(queueArn: string, message: { body: string; attributes: MessageAttributes }): Promise<void>;
}

export interface Targets {
  lambda: LambdaInvoker;
  /** Without it nothing can be subscribed for a queue. */
  queues?: QueueSink | undefined;
  /** Without it nobody gets mail. */
  mail?: MailSink | undefined;
  log: Log;
}

/** Delivers to one subscription, once: to its dead-letter queue if that fails. Never rejects, for nobody waits for it. */
export async function deliver(targets: Targets, message: Message, subscription: Subscription): Promise<void> {
  if (!isWanted(message, subscription)) return;
  try {
    await send(targets, message, subscription);
  } catch (error) {
    const { endpoint, topicArn } = subscription;
    targets.log.error(`SNS could not deliver a message of ${topicArn} to ${endpoint}`, error);
    await giveUp(targets, message, subscription);
  }
}

function isWanted({ attributes }: Message, subscription: Subscription): boolean {
  const { FilterPolicy = '' } = subscription.attributes;
  return subscription.confirmed && (FilterPolicy === '' || filterOf(FilterPolicy)(attributes));
}

async function send({ lambda, queues, mail }: Targets, message: Message, subscription: Subscription): Promise<void> {
  const { protocol, endpoint, topicArn, attributes } = subscription;
  switch (protocol) {
    case 'lambda': {
      const by = { service: 'sns.amazonaws.com', sourceArn: topicArn };
      await lambda.invoke(endpoint, lambdaEvent(message, subscription), 'Event', by);
      return;
    }
    case 'sqs': {
      const raw = attributes.RawMessageDelivery === 'true';
      const body = raw ? textFor(message, subscription) : notification(message, subscription);
      await queues?.deliver(endpoint, { body, attributes: raw ? message.attributes : {} });
      return;
    }
    case 'email':
    case 'email-json': {
      const text = protocol === 'email' ? textFor(message, subscription) : notification(message, subscription);
      const subject = message.subject ?? 'AWS Notification Message';
      await mail?.deliver({ from: 'no-reply@sns.amazonaws.com', to: [endpoint], subject, text });
    }
  }
}

async function giveUp({ queues, log }: Targets, message: Message, subscription: Subscription): Promise<void> {
  const queue = deadLetterQueue(subscription);
  if (queue === undefined) return;
  try {
    await queues?.deliver(queue, { body: notification(message, subscription), attributes: {} });
  } catch (error) {
    log.error(`SNS could not deliver a message of ${subscription.topicArn} to the dead-letter queue ${queue}`, error);
  }
}
