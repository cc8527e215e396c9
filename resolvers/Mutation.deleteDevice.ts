import type { Context, DynamoDBDeleteItemRequest } from '@aws-appsync/utils';
import { remove } from '@aws-appsync/utils/dynamodb';
import type { MutationDeleteDeviceArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import { checkVersion } from './shared/errors.ts';
import type { DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<MutationDeleteDeviceArgs>): DynamoDBDeleteItemRequest {
  const { id, expectedVersion } = ctx.args.input;
  checkId('device', id);
  return remove<DeviceRow>({
    key: deviceKey(organizationOf(ctx), id),
    condition: { version: { eq: expectedVersion } },
  });
}

export function response(ctx: Context<MutationDeleteDeviceArgs>): PublicDevice {
  checkVersion(ctx, 'device', ctx.args.input.id, (row) => publicDevice(row));
  return publicDevice(ctx.result as DeviceRow);
}
