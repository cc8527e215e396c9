import { util, type Context, type DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';
import type { AuditRow } from '../../functions/shared/audit/event.ts';
import type { MutationRecordReadingsArgs, RecordedReadingInput } from '../../schema/generated/types.ts';
import { auditRow } from '../shared/audit.ts';
import { organizationOf } from '../shared/caller.ts';
import { checkCount } from '../shared/checks.ts';
import { checkDataSource } from '../shared/errors.ts';
import { isTime } from '../shared/times.ts';

type WithPrevious = Context<MutationRecordReadingsArgs, Record<string, never>, { result: unknown }>;

/**
 * Notes that readings are about to be recorded, and hands on what the step before answered. The store of readings has no transactions with DynamoDB:
 * what is noted first can be without the readings, which the caller then was told of, but never they without it.
 */
export function request(ctx: WithPrevious): DynamoDBPutItemRequest {
  const organizationId = organizationOf(ctx);
  const { deviceId, readings } = ctx.args.input;
  checkCount('The number of readings', readings.length, 1000);
  const {
    organizationId: _organizationId,
    id,
    ...event
  } = auditRow(ctx, {
    targetType: 'Device',
    targetId: deviceId,
    details: { readings: readings.length, ...periodOf(readings) },
  });
  return put<AuditRow>({ key: { organizationId, id }, item: event });
}

export function response(ctx: WithPrevious): unknown {
  checkDataSource(ctx);
  return ctx.prev.result;
}

/** The times of the earliest and of the latest reading, in UTC with milliseconds. */
function periodOf(readings: RecordedReadingInput[]): { from?: string; to?: string } {
  const times = readings.flatMap(({ time }) => (isTime(time) ? [util.time.parseISO8601ToEpochMilliSeconds(time)] : []));
  const [first] = times;
  if (first === undefined) return {};
  return {
    from: util.time.epochMilliSecondsToISO8601(times.reduce((least, time) => Math.min(least, time), first)),
    to: util.time.epochMilliSecondsToISO8601(times.reduce((most, time) => Math.max(most, time), first)),
  };
}
