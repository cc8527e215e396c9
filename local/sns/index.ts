import type { CallableService } from '../shared/json-service.ts';
import { asQueryOperations, callerOf } from '../shared/operations.ts';
import type { Operations } from '../shared/operations.ts';
import { queryService } from '../shared/query/query-service.ts';
import { openRecords } from '../shared/records.ts';
import type { Clock } from '../shared/service.ts';
import { deliver } from './delivery.ts';
import type { Targets } from './delivery.ts';
import { invalidParameter, parseInput } from './errors.ts';
import { newMessage } from './message.ts';
import { requireSubscription, requireTopic, schemas, subscriptionsOf } from './records.ts';
import * as schema from './schema.ts';
import type { MessageAttributes } from './schema.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { topicOperations } from './topics.ts';

export interface SnsOptions extends Targets {
  /** Made if missing. */
  directory: string;
  clock?: Clock;
}

export interface Publication {
  topicArn: string;
  message: string;
  subject?: string;
  attributes?: MessageAttributes;
}

export interface Sns extends CallableService {
  /** As the operation Publish, which does not wait for deliveries either. @returns the message's id */
  publish(publication: Publication): Promise<string>;
  /** As the link does that AWS mails: nobody gets that mail here. Rejects with an AwsError `NotFound`. */
  confirm(subscriptionArn: string): Promise<void>;
}

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/**
 * SNS: topics and subscriptions, kept on disk, and messages that go to functions, queues and confirmed addresses, once each. Nothing is signed, and
 * the policy of a topic is kept but not looked at.
 * @throws FolderInUse
 */
export async function createSns({ directory, clock = Date.now, ...targets }: SnsOptions): Promise<Sns> {
  const { records, close } = await openRecords(directory, schemas);
  const underWay = new Set<Promise<void>>();

  function send(asked: Parameters<typeof newMessage>[0]): string {
    requireTopic(records, asked.topicArn);
    const message = newMessage(asked, clock());
    for (const subscription of subscriptionsOf(records, asked.topicArn)) {
      const delivery = deliver(targets, message, subscription).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    }
    return message.id;
  }

  const operations: Operations = {
    ...topicOperations(records),
    ...subscriptionOperations(records, targets.queues !== undefined),
    Publish: (input) => {
      const asked = parseInput(schema.publish, input);
      const topicArn = asked.TopicArn ?? asked.TargetArn;
      if (topicArn === undefined)
        throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
      const { Message: message, Subject: subject, MessageAttributes: attributes } = asked;
      const byProtocol = asked.MessageStructure === 'json';
      return { MessageId: send({ topicArn, message, subject, byProtocol, attributes }) };
    },
  };
  const forQuery = asQueryOperations(operations, ['Attributes']);
  const query = { signingName: 'sns', namespace: NAMESPACE, operations: forQuery, log: targets.log };
  return {
    ...queryService(query),
    call: callerOf(operations),
    publish: ({ attributes = {}, ...publication }) =>
      new Promise((resolve) => {
        resolve(send({ ...publication, attributes }));
      }),
    async confirm(arn) {
      await records.subscriptions.put(arn, { ...requireSubscription(records, arn), confirmed: true });
    },
    async close() {
      await Promise.all(underWay);
      await close();
    },
  };
}
