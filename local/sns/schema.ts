import * as v from 'valibot';
import { anyNames } from '../shared/record.ts';
import { members } from '../shared/query/form.ts';
import { tagList } from '../shared/tags.ts';
import { flag } from '../shared/wire-values.ts';

/** A map, whose entries are numbered; the names of their two members differ. An object is itself, for callers in the same process. */
function entries<Output>(
  value: v.GenericSchema<unknown, Output>,
  [keyName, valueName]: readonly [string, string] = ['key', 'value'],
): v.GenericSchema<unknown, Record<string, Output>> {
  const entry = v.pipe(
    anyNames(v.unknown()),
    v.check((pair) => typeof pair[keyName] === 'string', `Expected a ${keyName}`),
    v.transform((pair): [string, unknown] => [String(pair[keyName]), pair[valueName] ?? '']),
  );
  const numbered = v.pipe(
    v.strictObject({ entry: v.record(v.pipe(v.string(), v.digits()), entry) }),
    v.transform((map) => Object.fromEntries(Object.values(map.entry))),
  );
  return v.pipe(
    v.optional(v.union([v.literal(''), numbered, anyNames(v.unknown())]), ''),
    v.transform((map): unknown => (map === '' ? {} : map)),
    anyNames(value),
  );
}

const arn = v.string();
const tags = v.pipe(members(tagList.item), v.maxLength(50));
const attribute = { AttributeName: v.string(), AttributeValue: v.optional(v.string(), '') };
const token = { NextToken: v.optional(v.string()) };

export const createTopic = v.object({
  Name: v.string(),
  Attributes: entries(v.string()),
  Tags: tags,
  DataProtectionPolicy: v.optional(v.undefined('Data protection policies are not supported here')),
});
export const oneTopic = v.object({ TopicArn: arn });
export const setTopicAttribute = v.object({ TopicArn: arn, ...attribute });
export const list = v.object(token);
export const listByTopic = v.object({ TopicArn: arn, ...token });
export const subscribe = v.object({
  TopicArn: arn,
  Protocol: v.string(),
  Endpoint: v.optional(v.string(), ''),
  Attributes: entries(v.string()),
  ReturnSubscriptionArn: v.optional(flag, false),
});
export const oneSubscription = v.object({ SubscriptionArn: arn });
export const setSubscriptionAttribute = v.object({ SubscriptionArn: arn, ...attribute });
export const oneResource = v.object({ ResourceArn: arn });
export const tagResource = v.object({ ResourceArn: arn, Tags: tags });
export const untagResource = v.object({ ResourceArn: arn, TagKeys: members(v.string()) });

const messageAttribute = v.object({
  DataType: v.pipe(
    v.string(),
    v.regex(/^(String|Number|Binary|String\.Array)(\..+)?$/, 'Unknown message attribute type'),
  ),
  StringValue: v.exactOptional(v.string()),
  BinaryValue: v.exactOptional(v.string()),
});
export const messageAttributes = entries(messageAttribute, ['Name', 'Value']);
export type MessageAttributes = v.InferOutput<typeof messageAttributes>;

export const publish = v.object({
  TopicArn: v.optional(arn),
  TargetArn: v.optional(arn),
  PhoneNumber: v.optional(v.undefined('Messages to telephones are not supported here')),
  Message: v.string(),
  Subject: v.optional(v.string()),
  MessageStructure: v.optional(v.literal('json')),
  MessageAttributes: messageAttributes,
  MessageGroupId: v.optional(v.undefined('FIFO topics are not supported here')),
  MessageDeduplicationId: v.optional(v.undefined('FIFO topics are not supported here')),
});
