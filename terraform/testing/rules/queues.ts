import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';
import { alarms, isRaisedByOne, type Alarm } from './alarms.ts';

const Queue = v.object({ name: v.string(), arn: v.string(), redrive_policy: v.unknown() });

// A mocked provider makes up a redrive policy, which is no JSON, where the configuration has none.
const Redrive = v.pipe(v.string(), v.parseJson(), v.object({ deadLetterTargetArn: v.string() }));

/** What a queue could not deliver goes to a dead-letter queue, and one message there is an alarm. */
export function queues(resources: readonly Resource[]): string[] {
  const all = ofType(resources, 'aws_sqs_queue', Queue);
  const watched = new Set(
    alarms(resources)
      .filter(isRaisedByOneMessage)
      .map(({ dimensions }) => dimensions?.QueueName),
  );
  const targets = new Set(all.map(({ values }) => deadLetterQueueOf(values)).filter((arn) => arn !== undefined));
  return all.flatMap(({ address, values }) => {
    const target = deadLetterQueueOf(values);
    if (target !== undefined)
      return all.some((other) => other.values.arn === target) ? [] : [`${address} has a dead-letter queue that is not here`];
    if (!targets.has(values.arn)) return [`${address} has no dead-letter queue`];
    return watched.has(values.name) ? [] : [`${address} is a dead-letter queue that no alarm watches`];
  });
}

function deadLetterQueueOf({ redrive_policy }: v.InferOutput<typeof Queue>): string | undefined {
  const redrive = v.safeParse(Redrive, redrive_policy);
  return redrive.success ? redrive.output.deadLetterTargetArn : undefined;
}

function isRaisedByOneMessage(alarm: Alarm): boolean {
  return (
    alarm.namespace === 'AWS/SQS' &&
    alarm.metric_name === 'ApproximateNumberOfMessagesVisible' &&
    isRaisedByOne(alarm)
  );
}
