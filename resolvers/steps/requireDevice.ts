import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { deviceKey } from '../shared/devices.ts';
import { checkDataSource, notFound } from '../shared/errors.ts';
import type { DeviceRow } from '../shared/rows.ts';

interface Arguments {
  deviceId: string;
}

/** Ends with a NotFoundError unless the caller's organization has the device of the argument `deviceId`. */
export function request(ctx: Context<Arguments>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkId('device', ctx.args.deviceId);
  return get<DeviceRow>({ key: deviceKey(organizationId, ctx.args.deviceId) });
}

export function response(ctx: Context<Arguments>): DeviceRow {
  checkDataSource(ctx);
  if (!ctx.result) notFound('device', ctx.args.deviceId);
  return ctx.result as DeviceRow;
}
