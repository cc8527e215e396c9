import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MetricPeriod, QueryDataPeriodArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { functionAnswer } from './shared/function-answer.ts';
import { askReadings } from './shared/query-readings.ts';

export function request(ctx: Context<QueryDataPeriodArgs>): LambdaRequest {
  const organizationId = organizationOf(ctx);
  return askReadings({ field: 'dataPeriod', organizationId, deviceId: ctx.args.deviceId });
}

export function response(ctx: Context<QueryDataPeriodArgs>): MetricPeriod[] {
  return functionAnswer(ctx) as MetricPeriod[];
}
