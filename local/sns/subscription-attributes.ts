import * as v from 'valibot';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { invalidParameter } from './errors.ts';
import { filterOf } from './filter-policy.ts';
import type { Subscription } from './records.ts';
import { isJsonObject } from './topic-attributes.ts';

const redrivePolicy = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ deadLetterTargetArn: v.pipe(v.string(), v.startsWith('arn:aws:sqs:')) }),
);

/** Throws `InvalidParameter`. Source: Amazon SNS API Reference, "SetSubscriptionAttributes". */
export function requireSubscriptionAttribute(protocol: string, name: string, value: string): void {
  switch (name) {
    case 'RawMessageDelivery':
      if (!['true', 'false'].includes(value)) throw invalid(name, `Invalid value ${value}. Must be true or false.`);
      if (value === 'true' && protocol !== 'sqs')
        throw invalid(name, `Delivery protocol ${protocol} does not support raw message delivery.`);
      return;
    case 'FilterPolicy':
      if (value !== '') filterOf(value);
      return;
    case 'FilterPolicyScope':
      if (value !== '' && value !== 'MessageAttributes') throw invalid(name, `${value} is not supported here`);
      return;
    case 'RedrivePolicy':
      if (value !== '' && !v.is(redrivePolicy, value)) throw invalid(name, 'expected a deadLetterTargetArn of a queue');
      return;
    case 'DeliveryPolicy':
      if (!isJsonObject(value)) throw invalid(name, 'failed to parse JSON');
      return;
    default:
      throw invalidParameter(`AttributeName: ${name} is not supported here`);
  }
}

const invalid = (name: string, reason: string) => invalidParameter(`Attributes Reason: ${name}: ${reason}`);

/** The queue that takes what could not be delivered. */
export function deadLetterQueue({ attributes }: Subscription): string | undefined {
  const parsed = v.safeParse(redrivePolicy, attributes.RedrivePolicy ?? '');
  return parsed.success ? parsed.output.deadLetterTargetArn : undefined;
}

/** An attribute that was set to nothing is as if it had not been set. */
export function subscriptionAttributes({
  arn,
  topicArn,
  protocol,
  endpoint,
  confirmed,
  attributes,
}: Subscription): object {
  const { FilterPolicyScope = 'MessageAttributes', ...set } = Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== ''),
  );
  return {
    RawMessageDelivery: 'false',
    ...set,
    ...(set.FilterPolicy !== undefined && { FilterPolicyScope }),
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    Owner: LOCAL_ACCOUNT,
    PendingConfirmation: String(!confirmed),
    ConfirmationWasAuthenticated: String(confirmed && !protocol.startsWith('email')),
    SubscriptionPrincipal: `arn:aws:iam::${LOCAL_ACCOUNT}:root`,
  };
}
