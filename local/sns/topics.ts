import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../shared/aws-error.ts';
import type { Operations } from '../shared/operations.ts';
import { pageOf } from '../shared/page.ts';
import { fromTagList, toTagList, withTags, withoutTags } from '../shared/tags.ts';
import { invalidParameter, parseInput } from './errors.ts';
import { requireTopic, subscriptionsOf, topicArn } from './records.ts';
import type { SnsRecords, Topic } from './records.ts';
import * as schema from './schema.ts';
import { requireTopicAttribute, topicAttributes } from './topic-attributes.ts';

const PAGE = 100;

/** Operations on topics and their tags. Source: Amazon SNS API Reference. */
export function topicOperations(records: SnsRecords): Operations {
  const { topics, subscriptions } = records;
  return {
    CreateTopic: async (input) => {
      const { Name, Attributes, Tags } = parseInput(schema.createTopic, input);
      if (Name.endsWith('.fifo') || 'FifoTopic' in Attributes)
        throw invalidParameter('Topic Name: FIFO topics are not supported here');
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(Name)) throw invalidParameter('Topic Name');
      for (const [name, value] of Object.entries(Attributes)) requireTopicAttribute(name, value);
      const tags = withTags({}, fromTagList(Tags), 'TagLimitExceeded');
      const found = topics.get(topicArn(Name));
      if (found) requireSame(found, { name: Name, attributes: Attributes, tags });
      else await topics.put(topicArn(Name), { name: Name, attributes: Attributes, tags });
      return { TopicArn: topicArn(Name) };
    },
    GetTopicAttributes: (input) => {
      const { TopicArn } = parseInput(schema.oneTopic, input);
      return { Attributes: topicAttributes(requireTopic(records, TopicArn), subscriptionsOf(records, TopicArn)) };
    },
    SetTopicAttributes: async (input) => {
      const { TopicArn, AttributeName, AttributeValue } = parseInput(schema.setTopicAttribute, input);
      const topic = requireTopic(records, TopicArn);
      requireTopicAttribute(AttributeName, AttributeValue);
      const attributes = { ...topic.attributes, [AttributeName]: AttributeValue };
      await topics.put(TopicArn, { ...topic, attributes });
      return undefined;
    },
    // Deleting what is not there is no error.
    DeleteTopic: async (input) => {
      const { TopicArn } = parseInput(schema.oneTopic, input);
      const own = subscriptionsOf(records, TopicArn);
      await Promise.all([topics.delete(TopicArn), ...own.map(({ arn }) => subscriptions.delete(arn))]);
      return undefined;
    },
    ListTopics: (input) => {
      const { NextToken } = parseInput(schema.list, input);
      const { items, next } = pageOf(topics.keys(), (arn) => arn, { maximum: PAGE, token: NextToken });
      return { Topics: items.map((TopicArn) => ({ TopicArn })), NextToken: next };
    },
    ...tagOperations(records),
  };
}

function requireSame(found: Topic, asked: Topic): void {
  const differs = Object.entries(asked.attributes).some(([name, value]) => found.attributes[name] !== value);
  if (differs) throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  if (!isDeepStrictEqual(found.tags, asked.tags))
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
}

function tagOperations({ topics }: SnsRecords): Operations {
  const tagged = (arn: string): Topic => {
    const found = topics.get(arn);
    if (!found) throw new AwsError('ResourceNotFound', 'Resource does not exist', {}, 404);
    return found;
  };
  return {
    ListTagsForResource: (input) => ({
      Tags: toTagList(tagged(parseInput(schema.oneResource, input).ResourceArn).tags),
    }),
    TagResource: async (input) => {
      const { ResourceArn, Tags } = parseInput(schema.tagResource, input);
      const topic = tagged(ResourceArn);
      const tags = withTags(topic.tags, fromTagList(Tags), 'TagLimitExceeded');
      await topics.put(ResourceArn, { ...topic, tags });
      return {};
    },
    UntagResource: async (input) => {
      const { ResourceArn, TagKeys } = parseInput(schema.untagResource, input);
      const topic = tagged(ResourceArn);
      await topics.put(ResourceArn, { ...topic, tags: withoutTags(topic.tags, TagKeys) });
      return {};
    },
  };
}
