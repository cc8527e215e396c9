import { util, type Context, type LambdaRequest } from '@aws-appsync/utils';
import type { QueryReadingsArgs, ReadingPage } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkCount, checkMetricsArgument } from './shared/checks.ts';
import { checkDataSource } from './shared/errors.ts';
import type { DeviceRow } from './shared/rows.ts';

/** What `query-readings` answers: the page, or an error that the caller should see. */
type Answer = { data: ReadingPage; error?: undefined } | { error: { type: string; message: string; data?: unknown } };

export function request(ctx: Context<QueryReadingsArgs, Record<string, never>, { result: DeviceRow }>): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { deviceId, metrics, from, to, order, first, after } = ctx.args;
  checkCount('first', first ?? 100, 1000);
  checkMetricsArgument(metrics);
  return {
    operation: 'Invoke',
    payload: {
      field: 'readings',
      organizationId,
      deviceId,
      metrics: metrics ?? null,
      from,
      to,
      order: order ?? 'ASC',
      first: first ?? 100,
      after: after ?? null,
      units: unitsOf(ctx.prev.result),
    },
  };
}

export function response(ctx: Context<QueryReadingsArgs>): ReadingPage {
  checkDataSource(ctx);
  const answer = ctx.result as Answer;
  if (answer.error) util.error(answer.error.message, answer.error.type, answer.error.data);
  return answer.data;
}

/** The unit of each metric of the device that has one. */
function unitsOf(device: DeviceRow): { metric: string; unit: string }[] {
  return device.metrics.flatMap(({ name, unit }) => (unit ? [{ metric: name, unit }] : []));
}
