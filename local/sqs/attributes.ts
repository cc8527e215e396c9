import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import { fifoNotSupported } from './errors.ts';
import { MAXIMUM_MESSAGE_BYTES } from './message.ts';

/** Numeric attributes of a queue: default, least, most. Source: Amazon SQS API Reference, CreateQueue. */
const numeric = {
  VisibilityTimeout: [30, 0, 43_200],
  DelaySeconds: [0, 0, 900],
  MessageRetentionPeriod: [345_600, 60, 1_209_600],
  MaximumMessageSize: [MAXIMUM_MESSAGE_BYTES, 1024, MAXIMUM_MESSAGE_BYTES],
  ReceiveMessageWaitTimeSeconds: [0, 0, 20],
  KmsDataKeyReusePeriodSeconds: [300, 60, 86_400],
} as const;
type NumericAttribute = keyof typeof numeric;

const documents = new Set(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy']);
const fifo = new Set(['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);

/** Attributes that SQS computes. */
export const computedAttributes = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
] as const;

const redriveSchema = v.object({
  deadLetterTargetArn: v.string(),
  maxReceiveCount: v.pipe(
    v.union([v.number(), v.string()]),
    v.transform(Number),
    v.integer(),
    v.minValue(1),
    v.maxValue(1000),
  ),
});
export type RedrivePolicy = v.InferOutput<typeof redriveSchema>;

export type QueueAttributes = Readonly<Record<string, string>>;

/** Throws `InvalidAttributeName`, `InvalidAttributeValue` or, for the attributes of FIFO queues, `UnsupportedOperation`. */
export function checkQueueAttributes(attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (fifo.has(name)) throw fifoNotSupported(`Attribute ${name}`);
    if (!isSettable(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    const problem = problemOf(name, value);
    if (problem !== undefined) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}. Reason: ${problem}`);
    }
  }
}

function problemOf(name: string, value: string): string | undefined {
  if (isNumeric(name)) {
    const [, least, most] = numeric[name];
    const number = Number(value);
    const fits = /^\d+$/.test(value) && number >= least && number <= most;
    return fits ? undefined : `Must be an integer from ${least} to ${most}.`;
  }
  if (name === 'SqsManagedSseEnabled') return /^(true|false)$/.test(value) ? undefined : 'Must be true or false.';
  if (!documents.has(name) || value === '') return undefined;
  const document = parseJson(value);
  if (document === undefined) return 'Must be valid JSON.';
  if (name !== 'RedrivePolicy' || v.is(redriveSchema, document)) return undefined;
  return 'Must have a deadLetterTargetArn and a maxReceiveCount from 1 to 1000.';
}

export function isSettable(name: string): boolean {
  return isNumeric(name) || documents.has(name) || name === 'KmsMasterKeyId' || name === 'SqsManagedSseEnabled';
}

function isNumeric(name: string): name is NumericAttribute {
  return Object.hasOwn(numeric, name);
}

/** An attribute's number: as set, or SQS's default. */
export function numberOf(attributes: QueueAttributes, name: NumericAttribute): number {
  return Number(attributes[name] ?? numeric[name][0]);
}

export function redrivePolicyOf(attributes: QueueAttributes): RedrivePolicy | undefined {
  const text = attributes.RedrivePolicy;
  return text === undefined ? undefined : v.parse(redriveSchema, JSON.parse(text));
}

/** Every settable attribute that has a value, set or default. */
export function effectiveAttributes(attributes: QueueAttributes): Record<string, string> {
  const { KmsDataKeyReusePeriodSeconds: _onlyWithKey, ...always } = numeric;
  const defaults = Object.fromEntries(Object.entries(always).map(([name, [value]]) => [name, String(value)]));
  const encryption = attributes.KmsMasterKeyId
    ? { KmsDataKeyReusePeriodSeconds: String(numeric.KmsDataKeyReusePeriodSeconds[0]), SqsManagedSseEnabled: 'false' }
    : { SqsManagedSseEnabled: 'true' };
  return { ...defaults, ...encryption, ...attributes };
}

/** What SetQueueAttributes makes of the attributes: an empty document removes it. */
export function mergeAttributes(before: QueueAttributes, changes: QueueAttributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...before, ...changes }).filter(([name, value]) => value !== '' || !documents.has(name)),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
