import * as v from 'valibot';
import { ofType, type Resource } from '../state.ts';
import { alarms, isRaisedByOne, type Alarm } from './alarms.ts';

const Queue = v.object({ name: v.string(), arn: v.string(), redrive_policy: v.unknown() });

// A mocked provider makes up a redrive policy, which is no JSON, where the configuration has none.
const Redrive = v.pipe(v.string(), v.parseJson(), v.object({ deadLetterTargetArn: v.string() }));

const Subscription = v.object({ protocol: v.string(), redrive_policy: v.unknown() });

const Invocation = v.object({
  destination_config: v.array(v.object({ on_failure: v.array(v.object({ destination: v.string() })) })),
});

/**
 * What a queue, or a topic's subscription of a function, could not deliver goes to a dead-letter queue, and one message there is an alarm. What a
 * function did not take in may go there, too.
 */
export function queues(resources: readonly Resource[]): string[] {
  const all = ofType(resources, 'aws_sqs_queue', Queue);
  const watched = new Set(
    alarms(resources)
      .filter(isRaisedByOneMessage)
      .map(({ dimensions }) => dimensions?.QueueName),
  );
  const subscriptions = ofType(resources, 'aws_sns_topic_subscription', Subscription).filter(
    ({ values }) => values.protocol === 'lambda',
  );
  const targets = new Set([
    ...[...all, ...subscriptions].map(({ values }) => deadLetterQueueOf(values)).filter((arn) => arn !== undefined),
    ...destinations(resources),
  ]);
  const lossy = subscriptions.filter(({ values }) => deadLetterQueueOf(values) === undefined);
  const violations = all.flatMap(({ address, values }) => {
    const target = deadLetterQueueOf(values);
    if (target !== undefined)
      return all.some((other) => other.values.arn === target) ? [] : [`${address} has a dead-letter queue that is not here`];
    if (!targets.has(values.arn)) return [`${address} has no dead-letter queue`];
    return watched.has(values.name) ? [] : [`${address} is a dead-letter queue that no alarm watches`];
  });
  return [...violations, ...lossy.map(({ address }) => `${address} has no dead-letter queue`)];
}

/** Where functions put the events that they failed at. */
function destinations(resources: readonly Resource[]): string[] {
  return ofType(resources, 'aws_lambda_function_event_invoke_config', Invocation).flatMap(({ values }) =>
    values.destination_config.flatMap(({ on_failure }) => on_failure.map(({ destination }) => destination)),
  );
}

function deadLetterQueueOf({ redrive_policy }: { redrive_policy: unknown }): string | undefined {
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
