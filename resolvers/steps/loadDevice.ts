import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { deviceChanged, deviceKey } from '../shared/devices.ts';
import { checkDataSource } from '../shared/errors.ts';
import type { DeviceRow } from '../shared/rows.ts';

interface Arguments {
  input: { id: string; expectedVersion: number };
}

/**
 * Loads the device that a change is about: a transaction answers no row. The one that follows has the version as its condition, so that nothing can
 * come between.
 */
export function request(ctx: Context<Arguments>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  const { id } = ctx.args.input;
  checkId('device', id);
  return get<DeviceRow>({ key: deviceKey(organizationId, id), consistentRead: true });
}

export function response(ctx: Context<Arguments>): DeviceRow {
  checkDataSource(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const device = ctx.result as DeviceRow | null;
  if (device?.version !== expectedVersion) deviceChanged(device, id);
  return device;
}
