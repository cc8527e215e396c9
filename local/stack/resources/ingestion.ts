import type { Iot } from '../../iot/iot.ts';
import type { Lambda } from '../../lambda/lambda.ts';
import { queueArn } from '../../shared/arns.ts';
import { unlessThere } from '../../shared/aws-error.ts';
import type { JsonCaller } from '../../shared/json-service.ts';
import { INGEST_DEAD_LETTER_QUEUE, INGEST_QUEUE, physicalName } from '../names.ts';
import { ensureRole, grant, type Iam } from './roles.ts';

/** A message may fail four times before it is set aside. */
const MAX_RECEIVE_COUNT = 5;

interface QueueUrls {
  ingest: string;
  deadLetter: string;
}

export async function ensureQueues(sqs: JsonCaller): Promise<QueueUrls> {
  const deadLetter = await queueUrl(sqs, INGEST_DEAD_LETTER_QUEUE, {});
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: queueArn(INGEST_DEAD_LETTER_QUEUE),
    maxReceiveCount: MAX_RECEIVE_COUNT,
  });
  // Six times the function's time-out, as AWS Lambda's guide to SQS event sources asks.
  return { ingest: await queueUrl(sqs, INGEST_QUEUE, { VisibilityTimeout: '360', RedrivePolicy }), deadLetter };
}

async function queueUrl(sqs: JsonCaller, QueueName: string, Attributes: Record<string, string>): Promise<string> {
  const { QueueUrl } = (await sqs('CreateQueue', { QueueName, Attributes })) as { QueueUrl: string };
  return QueueUrl;
}

interface IngestionServices {
  iam: Iam;
  iot: Iot;
  lambda: Lambda;
}

/** Sensors' messages go from the rule to the queue, and from there in batches to `ingest`. */
export async function ensureIngestion(
  { iam, iot, lambda }: IngestionServices,
  { queues, sql }: { queues: QueueUrls; sql: string | undefined },
): Promise<void> {
  if (sql === undefined) throw new Error('functions/ingest/function.ts has no iotRule: no message could reach it');
  const arns = { ingest: queueArn(INGEST_QUEUE), deadLetter: queueArn(INGEST_DEAD_LETTER_QUEUE) };
  await grant(iam, 'ingest', {
    purpose: 'event-source',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [arns.ingest],
  });
  await unlessThere('ResourceConflictException', () =>
    lambda.createEventSourceMapping({
      EventSourceArn: arns.ingest,
      FunctionName: physicalName('ingest'),
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    }),
  );
  const roleArn = await ensureRole(iam, 'readings-rule', 'iot.amazonaws.com');
  await grant(iam, 'readings-rule', {
    purpose: 'queues',
    actions: ['sqs:SendMessage'],
    resources: Object.values(arns),
  });
  const action = (queueUrl: string) => ({ sqs: { queueUrl, roleArn, useBase64: false } });
  const rule = {
    ruleName: 'sonde_local_readings',
    topicRulePayload: {
      sql,
      awsIotSqlVersion: '2016-03-23',
      actions: [action(queues.ingest)],
      errorAction: action(queues.deadLetter),
    },
  };
  if (await unlessThere('ResourceAlreadyExistsException', () => iot.call('CreateTopicRule', rule))) return;
  await iot.call('ReplaceTopicRule', rule);
}
