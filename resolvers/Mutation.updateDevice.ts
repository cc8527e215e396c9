import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { MutationUpdateDeviceArgs } from '../schema/generated/types.ts';
import { audited } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { changesOf } from './shared/changes.ts';
import { checkLocation, checkMetrics, checkNotNull, checkText } from './shared/checks.ts';
import { deviceChanged, deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import type { DeviceRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  updated: DeviceRow;
}

/** @param ctx with the device as it is now, as the step before answered it */
export function request(
  ctx: Context<MutationUpdateDeviceArgs, Stash, { result: DeviceRow }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion, name, description, location, metrics } = ctx.args.input;
  checkNotNull('name', name);
  checkText('name', name, 200);
  checkText('description', description, 2000);
  checkLocation(location);
  checkMetrics(metrics);
  // Every device has a list of metrics: null empties it.
  const input = metrics === null ? { ...ctx.args.input, metrics: [] } : ctx.args.input;
  const members = ['name', 'description', 'location', 'metrics'];
  const { update, changed, details } = changesOf(ctx.prev.result, input, members);
  ctx.stash.updated = changed;
  const transaction = transactWrite({
    items: [
      {
        // Not the whole row: its certificates change without its version.
        updateItem: {
          table: '__TABLE_devices__',
          key: deviceKey(organizationId, id),
          update,
          condition: { version: { eq: expectedVersion } },
        },
      },
    ],
  });
  return audited(ctx, transaction, { targetType: 'Device', targetId: id, details });
}

export function response(ctx: Context<MutationUpdateDeviceArgs, Stash>): PublicDevice {
  const failed = failedCondition(ctx);
  if (failed) deviceChanged(failed.item, ctx.args.input.id);
  return publicDevice(ctx.stash.updated);
}
