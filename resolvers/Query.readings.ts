import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { QueryReadingsArgs, ReadingPage } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkCount, checkMetricsArgument } from './shared/checks.ts';
import { functionAnswer } from './shared/function-answer.ts';
import { askReadings, declaredMetrics } from './shared/query-readings.ts';
import type { DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<QueryReadingsArgs, Record<string, never>, { result: DeviceRow }>): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { deviceId, metrics, from, to, order, first, after } = ctx.args;
  checkCount('first', first ?? 100, 1000);
  checkMetricsArgument(metrics);
  return askReadings({
    field: 'readings',
    organizationId,
    deviceId,
    metrics: metrics ?? null,
    from,
    to,
    order: order ?? null,
    first: first ?? null,
    after: after ?? null,
    declared: declaredMetrics([ctx.prev.result], metrics),
  });
}

export function response(ctx: Context<QueryReadingsArgs>): ReadingPage {
  return functionAnswer(ctx) as ReadingPage;
}
