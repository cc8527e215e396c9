import type { Context, DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import type { LatestReadings, QueryLatestArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkMetricsArgument } from './shared/checks.ts';
import { latestReadings, latestRows, requestLatest } from './shared/latest.ts';
import type { DeviceRow } from './shared/rows.ts';

/** What `requireDevices` found. */
interface Stash extends Record<string, unknown> {
  devices: DeviceRow[];
}

export function request(ctx: Context<QueryLatestArgs>): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkMetricsArgument(ctx.args.metrics);
  return requestLatest(organizationId, ctx.args.deviceIds);
}

export function response(ctx: Context<QueryLatestArgs, Stash>): LatestReadings[] {
  const rows = latestRows(ctx);
  const devices: Record<string, DeviceRow> = {};
  for (const device of ctx.stash.devices) devices[device.id] = device;
  return ctx.args.deviceIds.flatMap((deviceId) => {
    const device = devices[deviceId];
    if (!device) return [];
    const row = rows[deviceId];
    return [{ deviceId, lastSeenAt: row?.lastSeenAt ?? null, readings: latestReadings(device, row, ctx.args.metrics) }];
  });
}
