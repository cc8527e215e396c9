import type { Context, DynamoDBDeleteItemRequest } from '@aws-appsync/utils';
import { remove } from '@aws-appsync/utils/dynamodb';
import type { MutationDeleteDeviceArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import { conflict, notFound, otherVersion } from './shared/errors.ts';
import type { DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<MutationDeleteDeviceArgs>): DynamoDBDeleteItemRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion } = ctx.args.input;
  checkId('device', id);
  return remove<DeviceRow>({
    key: deviceKey(organizationId, id),
    condition: { version: { eq: expectedVersion } },
  });
}

export function response(ctx: Context<MutationDeleteDeviceArgs>): PublicDevice {
  const current = otherVersion(ctx, 'device', ctx.args.input.id) as DeviceRow | null;
  if (current) conflict('device', publicDevice(current));
  // A device that is gone already counts as deleted to AppSync, whatever the condition: "Condition expressions" in its documentation.
  if (!ctx.result) notFound('device', ctx.args.input.id);
  return publicDevice(ctx.result as DeviceRow);
}
