import { randomUUID } from 'node:crypto';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { invalidParameter, parseInput } from './errors.ts';
import { requireSubscription, requireTopic, subscriptionsOf } from './records.ts';
import type { SnsRecords, Subscription } from './records.ts';
import * as schema from './schema.ts';
import { requireSubscriptionAttribute, subscriptionAttributes } from './subscription-attributes.ts';

const PAGE = 100;

/** What an endpoint of each protocol looks like. */
const ENDPOINTS: Readonly<Record<Subscription['protocol'], RegExp>> = {
  email: /^[^\s@]+@[^\s@]+$/,
  'email-json': /^[^\s@]+@[^\s@]+$/,
  lambda: /^arn:aws:lambda:[\w-]+:\d{12}:function:.+$/,
  sqs: /^arn:aws:sqs:[\w-]+:\d{12}:[\w.-]+$/,
};
const ELSEWHERE = ['http', 'https', 'sms', 'application', 'firehose'];

/** Operations on subscriptions. @param queues whether there is something that delivers to queues. Source: Amazon SNS API Reference. */
export function subscriptionOperations(records: SnsRecords, queues: boolean): Operations {
  const { subscriptions } = records;
  return {
    Subscribe: async (input) => {
      const asked = parseInput(schema.subscribe, input);
      requireTopic(records, asked.TopicArn);
      const found = await subscribe(records, asked, queues);
      const shown = found.confirmed || asked.ReturnSubscriptionArn ? found.arn : 'pending confirmation';
      return { SubscriptionArn: shown };
    },
    Unsubscribe: async (input) => {
      const { SubscriptionArn } = parseInput(schema.oneSubscription, input);
      if (!requireSubscription(records, SubscriptionArn).confirmed)
        throw invalidParameter(
          'SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation',
        );
      await subscriptions.delete(SubscriptionArn);
      return undefined;
    },
    GetSubscriptionAttributes: (input) => {
      const { SubscriptionArn } = parseInput(schema.oneSubscription, input);
      return { Attributes: subscriptionAttributes(requireSubscription(records, SubscriptionArn)) };
    },
    SetSubscriptionAttributes: async (input) => {
      const { SubscriptionArn, AttributeName, AttributeValue } = parseInput(schema.setSubscriptionAttribute, input);
      const subscription = requireSubscription(records, SubscriptionArn);
      requireSubscriptionAttribute(subscription.protocol, AttributeName, AttributeValue);
      const attributes = { ...subscription.attributes, [AttributeName]: AttributeValue };
      await subscriptions.put(SubscriptionArn, { ...subscription, attributes });
      return undefined;
    },
    ListSubscriptions: (input) => listed(subscriptions.list(), parseInput(schema.list, input).NextToken),
    ListSubscriptionsByTopic: (input) => {
      const { TopicArn, NextToken } = parseInput(schema.listByTopic, input);
      requireTopic(records, TopicArn);
      return listed(subscriptionsOf(records, TopicArn), NextToken);
    },
  };
}

interface Asked {
  TopicArn: string;
  Protocol: string;
  Endpoint: string;
  Attributes: Readonly<Record<string, string>>;
}

/** The one that there is, or a new one. Functions and queues of the account need no confirmation. */
async function subscribe(
  records: SnsRecords,
  { TopicArn, Protocol, Endpoint, Attributes }: Asked,
  queues: boolean,
): Promise<Subscription> {
  const protocol = protocolOf(Protocol, queues);
  if (!ENDPOINTS[protocol].test(Endpoint))
    throw invalidParameter(`Endpoint Reason: ${Endpoint} is no ${protocol} endpoint`);
  for (const [name, value] of Object.entries(Attributes)) requireSubscriptionAttribute(protocol, name, value);
  const found = subscriptionsOf(records, TopicArn).find(
    (each) => each.protocol === protocol && each.endpoint === Endpoint,
  );
  if (found) {
    if (Object.entries(Attributes).some(([name, value]) => found.attributes[name] !== value))
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    return found;
  }
  const made: Subscription = {
    arn: `${TopicArn}:${randomUUID()}`,
    topicArn: TopicArn,
    protocol,
    endpoint: Endpoint,
    confirmed: !protocol.startsWith('email'),
    attributes: Attributes,
  };
  await records.subscriptions.put(made.arn, made);
  return made;
}

function protocolOf(name: string, queues: boolean): Subscription['protocol'] {
  if (name === 'email' || name === 'email-json' || name === 'lambda') return name;
  if (name === 'sqs' && queues) return name;
  if (name === 'sqs' || ELSEWHERE.includes(name))
    throw invalidParameter(`Protocol Reason: ${name} is not supported here`);
  throw invalidParameter(`Does not support this protocol string: ${name}`);
}

function listed(subscriptions: readonly Subscription[], token: string | undefined): object {
  const { items, next } = pageOf(subscriptions, ({ arn }) => arn, { maximum: PAGE, token });
  const member = ({ arn, topicArn, protocol, endpoint, confirmed }: Subscription) => ({
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    Owner: LOCAL_ACCOUNT,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  });
  return { Subscriptions: items.map(member), NextToken: next };
}
