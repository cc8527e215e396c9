import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { AggregateSeries, QueryAggregatesArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkCount, checkEachOnce, checkMetricNames } from './shared/checks.ts';
import { functionAnswer } from './shared/function-answer.ts';
import { askReadings, declaredMetrics } from './shared/query-readings.ts';
import type { DeviceRow } from './shared/rows.ts';

/** What `requireDevices` found. */
interface Stash extends Record<string, unknown> {
  devices: DeviceRow[];
}

export function request(ctx: Context<QueryAggregatesArgs, Stash>): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { deviceIds, metrics, from, to, window, statistics, fill, timeZone } = ctx.args;
  checkCount('The number of metrics', metrics.length, 50);
  checkMetricNames('metrics', metrics);
  checkCount('The number of statistics', statistics.length, 12);
  checkEachOnce('statistics', statistics);
  return askReadings({
    field: 'aggregates',
    organizationId,
    deviceIds,
    metrics,
    from,
    to,
    window,
    statistics,
    fill: fill ?? null,
    timeZone: timeZone ?? null,
    declared: declaredMetrics(ctx.stash.devices, metrics),
  });
}

export function response(ctx: Context<QueryAggregatesArgs>): AggregateSeries[] {
  return functionAnswer(ctx) as AggregateSeries[];
}
