import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { DownsampledSeries, QueryDownsampleArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkBetween, checkCount, checkMetricNames } from './shared/checks.ts';
import { functionAnswer } from './shared/function-answer.ts';
import { askReadings, declaredMetrics } from './shared/query-readings.ts';
import type { DeviceRow } from './shared/rows.ts';

type WithDevice = Context<QueryDownsampleArgs, Record<string, never>, { result: DeviceRow }>;

export function request(ctx: WithDevice): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { deviceId, metrics, from, to, points } = ctx.args;
  checkCount('The number of metrics', metrics.length, 10);
  checkMetricNames('metrics', metrics);
  checkBetween('points', points ?? 500, 4, 5000);
  return askReadings({
    field: 'downsample',
    organizationId,
    deviceId,
    metrics,
    from,
    to,
    points: points ?? null,
    declared: declaredMetrics([ctx.prev.result], metrics),
  });
}

export function response(ctx: WithDevice): DownsampledSeries[] {
  return functionAnswer(ctx) as DownsampledSeries[];
}
