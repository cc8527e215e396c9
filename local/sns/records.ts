import * as v from 'valibot';
import { localArn } from '../shared/arns.ts';
import { anyNames } from '../shared/record.ts';
import type { Collections } from '../shared/records.ts';
import { tagMap } from '../shared/tags.ts';
import { invalidParameter, notFound } from './errors.ts';

const topic = v.object({ name: v.string(), attributes: anyNames(v.string()), tags: tagMap });
const subscription = v.object({
  /** With the topic's before it. */
  arn: v.string(),
  topicArn: v.string(),
  protocol: v.picklist(['email', 'email-json', 'lambda', 'sqs']),
  endpoint: v.string(),
  confirmed: v.boolean(),
  attributes: anyNames(v.string()),
});

/** By their ARNs. */
export const schemas = { topics: topic, subscriptions: subscription };
export type SnsRecords = Collections<typeof schemas>;
export type Topic = v.InferOutput<typeof topic>;
export type Subscription = v.InferOutput<typeof subscription>;

export const topicArn = (name: string): string => localArn('sns', name);

/** Throws `NotFound`, and `InvalidParameter` where it is no ARN of a topic. */
export function requireTopic({ topics }: SnsRecords, arn: string): Topic {
  if (!/^arn:aws:sns:[\w-]+:\d{12}:[\w.-]+$/.test(arn)) throw invalidParameter('TopicArn');
  return topics.get(arn) ?? fail('Topic');
}

/** Throws `NotFound`, and `InvalidParameter` where it is no ARN of a subscription. */
export function requireSubscription({ subscriptions }: SnsRecords, arn: string): Subscription {
  if (!/^arn:aws:sns:[\w-]+:\d{12}:[\w.-]+:[\w-]+$/.test(arn))
    throw invalidParameter('SubscriptionArn Reason: An ARN must have at least 6 elements, not 1');
  return subscriptions.get(arn) ?? fail('Subscription');
}

function fail(what: 'Topic' | 'Subscription'): never {
  throw notFound(what);
}

/** In the order of their ARNs. */
export function subscriptionsOf({ subscriptions }: SnsRecords, topic: string): Subscription[] {
  return subscriptions.list(`${topic}:`);
}
