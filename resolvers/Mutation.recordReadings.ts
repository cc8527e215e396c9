import { util, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { MutationRecordReadingsArgs, RecordedReadings } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkCount } from './shared/checks.ts';
import { checkDataSource } from './shared/errors.ts';
import type { DeviceRow } from './shared/rows.ts';

/** What `record-readings` answers: what became of the readings, or an error that the caller should see. */
type Answer =
  { data: RecordedReadings; error?: undefined } | { error: { type: string; message: string; data?: unknown } };

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
  checkDataSource(ctx);
  const answer = ctx.result as Answer;
  if (answer.error) util.error(answer.error.message, answer.error.type, answer.error.data);
  return answer.data;
}
