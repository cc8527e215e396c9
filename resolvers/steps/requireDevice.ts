import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { deviceKey } from '../shared/devices.ts';
import { checkDataSource, notFound } from '../shared/errors.ts';
import type { DeviceRow } from '../shared/rows.ts';

interface Arguments {
  deviceId?: string;
  input?: { deviceId: string };
}

/** Ends with a NotFoundError unless the caller's organization has the device of the argument `deviceId`, or of the input's member. */
export function request(ctx: Context<Arguments>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  const deviceId = idOf(ctx.args);
  checkId('device', deviceId);
  return get<DeviceRow>({ key: deviceKey(organizationId, deviceId) });
}

export function response(ctx: Context<Arguments>): DeviceRow {
  checkDataSource(ctx);
  if (!ctx.result) notFound('device', idOf(ctx.args));
  return ctx.result as DeviceRow;
}

function idOf({ deviceId, input }: Arguments): string {
  return input?.deviceId ?? deviceId ?? '';
}
