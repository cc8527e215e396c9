import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { batchGet } from '@aws-appsync/utils/dynamodb';
import { batchItems } from '../shared/batch.ts';
import { organizationOf } from '../shared/caller.ts';
import { checkIds } from '../shared/checks.ts';
import { deviceKey } from '../shared/devices.ts';
import { notFound } from '../shared/errors.ts';
import type { DeviceRow } from '../shared/rows.ts';

interface Arguments {
  deviceIds?: string[] | null;
}

const TABLE = '__TABLE_devices__';
/** Of a query; the filter of a subscription takes fewer values. */
const MOST_OF_QUERY = 50;
/** "Enhanced subscription filtering" in the AppSync documentation: `containsAny` takes 20 values. */
const MOST_OF_SUBSCRIPTION = 20;

/** Ends with a NotFoundError unless the caller's organization has every device of the argument `deviceIds`. Without it, lets on. */
export function request(ctx: Context<Arguments>): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  const deviceIds = ctx.args.deviceIds ?? runtime.earlyReturn(null);
  const most = ctx.info.parentTypeName === 'Subscription' ? MOST_OF_SUBSCRIPTION : MOST_OF_QUERY;
  checkIds('deviceIds', 'device', deviceIds, most);
  return batchGet({ tables: { [TABLE]: { keys: deviceIds.map((id) => deviceKey(organizationId, id)) } } });
}

export function response(ctx: Context<Arguments>): null {
  const found = batchItems<DeviceRow>(ctx, TABLE).map((device) => device?.id);
  for (const id of ctx.args.deviceIds ?? []) {
    if (found.indexOf(id) < 0) notFound('device', id);
  }
  return null;
}
