import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MutationRecordReadingsArgs, RecordedReadings } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkCount } from './shared/checks.ts';
import { functionAnswer } from './shared/function-answer.ts';
import type { DeviceRow } from './shared/rows.ts';

type AfterDevice = Context<MutationRecordReadingsArgs, Record<string, never>, { result: DeviceRow }>;

export function request(ctx: AfterDevice): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { deviceId, readings } = ctx.args.input;
  // The readings are looked at by the function alone: as many as there may be, and the runtime would stop a loop.
  checkCount('The number of readings', readings.length, 1000);
  return {
    operation: 'Invoke',
    payload: {
      organizationId,
      deviceId,
      readings,
      metrics: ctx.prev.result.metrics.map(({ name, unit }) => ({ name, unit: unit ?? null })),
    },
  };
}

export function response(ctx: Context<MutationRecordReadingsArgs>): RecordedReadings {
  return functionAnswer(ctx) as RecordedReadings;
}
