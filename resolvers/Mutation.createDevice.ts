import type { Context, DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { MutationCreateDeviceArgs } from '../schema/generated/types.ts';
import { audited } from './shared/audit.ts';
import { organizationOf } from './shared/caller.ts';
import { present } from './shared/changes.ts';
import { checkLocation, checkMetrics, checkText } from './shared/checks.ts';
import { deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import { internalError } from './shared/errors.ts';
import { newRow, type DeviceRow } from './shared/rows.ts';
import { failedCondition } from './shared/transaction.ts';

interface Stash {
  created: DeviceRow;
}

export function request(ctx: Context<MutationCreateDeviceArgs, Stash>): DynamoDBTransactWriteItemsRequest {
  const organizationId = organizationOf(ctx);
  const { name, description, location, metrics } = ctx.args.input;
  checkText('name', name, 200);
  checkText('description', description, 2000);
  checkLocation(location);
  checkMetrics(metrics);
  const given = present({ name, description, location, metrics });
  const row = newRow();
  const created = { organizationId, ...row, ...given, metrics: metrics ?? [] } as DeviceRow;
  ctx.stash.created = created;
  const transaction = transactWrite({
    items: [
      {
        putItem: {
          table: '__TABLE_devices__',
          key: deviceKey(organizationId, row.id),
          item: created,
          condition: { id: { attributeExists: false } },
        },
      },
    ],
  });
  return audited(ctx, transaction, { targetType: 'Device', targetId: row.id, details: given });
}

export function response(ctx: Context<MutationCreateDeviceArgs, Stash>): PublicDevice {
  if (failedCondition(ctx)) internalError(ctx);
  return publicDevice(ctx.stash.created);
}
