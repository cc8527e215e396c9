import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryDeviceArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import { checkDataSource, notFound } from './shared/errors.ts';
import type { DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<QueryDeviceArgs>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkId('device', ctx.args.id);
  return get<DeviceRow>({ key: deviceKey(organizationId, ctx.args.id) });
}

export function response(ctx: Context<QueryDeviceArgs>): PublicDevice {
  checkDataSource(ctx);
  if (!ctx.result) notFound('device', ctx.args.id);
  return publicDevice(ctx.result as DeviceRow);
}
