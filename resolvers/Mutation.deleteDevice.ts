import { util, type Context, type DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { MutationDeleteDeviceArgs } from '../schema/generated/types.ts';
import { auditItem } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { deviceChanged, deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import type { DeviceRow } from './shared/rows.ts';
import { atThisVeryMoment, failedCondition } from './shared/transaction.ts';

interface Stash {
  deleted: DeviceRow;
}

/** @param ctx with the device as it is now, as the step before answered it */
export function request(
  ctx: Context<MutationDeleteDeviceArgs, Stash, { result: DeviceRow }>,
): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const { name, certificates } = ctx.prev.result;
  ctx.stash.deleted = ctx.prev.result;
  // Certificates change without the version, and those that the answer names are the ones that end with the device.
  const values = { ':version': expectedVersion, ...(certificates ? { ':certificates': certificates } : {}) };
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      {
        table: '__TABLE_devices__',
        operation: 'DeleteItem',
        key: util.dynamodb.toMapValues(deviceKey(organizationId, id)),
        condition: {
          expression: `#version = :version AND ${certificates ? '#certificates = :certificates' : 'attribute_not_exists(#certificates)'}`,
          expressionNames: { '#version': 'version', '#certificates': 'certificates' },
          expressionValues: util.dynamodb.toMapValues(values),
          returnValuesOnConditionCheckFailure: true,
        },
      },
      auditItem(ctx, { targetType: 'Device', targetId: id, details: { name } }),
    ],
  };
}

export function response(ctx: Context<MutationDeleteDeviceArgs, Stash>): PublicDevice {
  const failed = failedCondition(ctx);
  const { id, expectedVersion } = ctx.args.input;
  const current = failed?.item as DeviceRow | null | undefined;
  if (current?.version === expectedVersion) atThisVeryMoment();
  if (failed) deviceChanged(current, id);
  return publicDevice(ctx.stash.deleted);
}
