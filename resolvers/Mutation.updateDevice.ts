import type { Context, DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { update } from '@aws-appsync/utils/dynamodb';
import type { MutationUpdateDeviceArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { changesOf } from './shared/changes.ts';
import { checkId, checkLocation, checkMetrics, checkNotNull, checkText } from './shared/checks.ts';
import { deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import { conflict, otherVersion } from './shared/errors.ts';
import type { DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<MutationUpdateDeviceArgs>): DynamoDBUpdateItemRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion, name, description, location, metrics } = ctx.args.input;
  checkId('device', id);
  checkNotNull('name', name);
  checkText('name', name, 200);
  checkText('description', description, 2000);
  checkLocation(location);
  checkMetrics(metrics);
  // Every device has a list of metrics: null empties it.
  const input = metrics === null ? { ...ctx.args.input, metrics: [] } : ctx.args.input;
  return update<DeviceRow>({
    key: deviceKey(organizationId, id),
    condition: { version: { eq: expectedVersion } },
    update: changesOf(input, ['name', 'description', 'location', 'metrics']),
  });
}

export function response(ctx: Context<MutationUpdateDeviceArgs>): PublicDevice {
  const current = otherVersion(ctx, 'device', ctx.args.input.id) as DeviceRow | null;
  if (current) conflict('device', publicDevice(current));
  return publicDevice(ctx.result as DeviceRow);
}
