import { randomUUID } from 'node:crypto';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../shared/service.ts';
import { scheduleArn, scheduleKey, type ScheduleDefinition } from './records.ts';

/**
 * What the target gets: its input, with the context attributes in it filled in, or EventBridge Scheduler's own notification.
 * Source: Amazon EventBridge Scheduler User Guide, "Adding context attributes".
 */
export function eventOf(definition: ScheduleDefinition, scheduledMs: number): unknown {
  const arn = scheduleArn(scheduleKey(definition));
  const time = new Date(scheduledMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const { Input } = definition.Target;
  if (Input === undefined) return notification(arn, time);
  const filled = Input.replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return JSON.parse(filled);
}

/** Its `detail` is text, unlike that of an event of an EventBridge rule. */
function notification(arn: string, time: string): object {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: LOCAL_ACCOUNT,
    time,
    region: LOCAL_REGION,
    resources: [arn],
    detail: '{}',
  };
}
