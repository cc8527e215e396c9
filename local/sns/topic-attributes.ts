import { LOCAL_ACCOUNT } from '../shared/service.ts';
import { invalidParameter } from './errors.ts';
import type { Subscription, Topic } from './records.ts';
import { topicArn } from './records.ts';

const LOGGED = ['HTTP', 'Firehose', 'Lambda', 'Application', 'SQS'];
const ROLES = LOGGED.flatMap((of) => [`${of}SuccessFeedbackRoleArn`, `${of}FailureFeedbackRoleArn`]);
const RATES = LOGGED.map((of) => `${of}SuccessFeedbackSampleRate`);

/** Those that a topic can be given, and what they must be. Source: Amazon SNS API Reference, "SetTopicAttributes". */
const SETTABLE = new Map<string, (value: string) => boolean>([
  ['DisplayName', (value) => value.length <= 100],
  ['Policy', isJsonObject],
  ['DeliveryPolicy', isJsonObject],
  ['KmsMasterKeyId', () => true],
  ['SignatureVersion', (value) => ['1', '2'].includes(value)],
  ['TracingConfig', (value) => ['PassThrough', 'Active'].includes(value)],
  ...ROLES.map((name) => [name, (value: string) => value === '' || value.startsWith('arn:aws:iam:')] as const),
  ...RATES.map((name) => [name, (value: string) => /^\d+$/.test(value) && Number(value) <= 100] as const),
]);

export function isJsonObject(text: string): boolean {
  if (text === '') return true;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

/** Throws `InvalidParameter`. */
export function requireTopicAttribute(name: string, value: string): void {
  const isValid = SETTABLE.get(name);
  if (!isValid) throw invalidParameter(`AttributeName: ${name} is not supported here`);
  if (!isValid(value)) throw invalidParameter(`Attributes Reason: ${name} is not valid: ${value}`);
}

/** Those that AWS answers of any topic. An attribute that was set to nothing is as if it had not been set. */
export function topicAttributes({ name, attributes }: Topic, subscriptions: readonly Subscription[]): object {
  const arn = topicArn(name);
  const confirmed = subscriptions.filter((each) => each.confirmed).length;
  const set = Object.entries(attributes).filter(([, value]) => value !== '');
  return {
    DisplayName: '',
    Policy: JSON.stringify(defaultPolicy(arn)),
    EffectiveDeliveryPolicy: JSON.stringify(EFFECTIVE_DELIVERY),
    ...Object.fromEntries(set),
    TopicArn: arn,
    Owner: LOCAL_ACCOUNT,
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(subscriptions.length - confirmed),
    SubscriptionsDeleted: '0',
  };
}

/** Of HTTP endpoints. Source: Amazon SNS Developer Guide, "Amazon SNS message delivery retries". */
const EFFECTIVE_DELIVERY = {
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
};

/** The owner may do all. */
function defaultPolicy(arn: string): object {
  const actions = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'];
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [...actions, 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'].map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': LOCAL_ACCOUNT } },
      },
    ],
  };
}
