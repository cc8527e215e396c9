import type { Context, DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import type { LatestReadings, QueryLatestArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkMetricsArgument } from './shared/checks.ts';
import { latestReadings, latestRows, requestLatest } from './shared/latest.ts';

export function request(ctx: Context<QueryLatestArgs>): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkMetricsArgument(ctx.args.metrics);
  return requestLatest(organizationId, ctx.args.deviceIds);
}

export function response(ctx: Context<QueryLatestArgs>): LatestReadings[] {
  const rows = latestRows(ctx);
  return ctx.args.deviceIds.map((deviceId) => {
    const row = rows[deviceId];
    return {
      deviceId,
      lastSeenAt: row?.lastSeenAt ?? null,
      readings: latestReadings(deviceId, row, ctx.args.metrics),
    };
  });
}
