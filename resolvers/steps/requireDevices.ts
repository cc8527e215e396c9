import { runtime, type Context, type DynamoDBBatchGetItemRequest } from '@aws-appsync/utils';
import { batchGet } from '@aws-appsync/utils/dynamodb';
import { EXPORT_LIMITS } from '../../schema/limits.ts';
import { batchItems } from '../shared/batch.ts';
import { organizationOf } from '../shared/caller.ts';
import { checkIds } from '../shared/checks.ts';
import { deviceKey } from '../shared/devices.ts';
import { notFound } from '../shared/errors.ts';
import type { DeviceRow } from '../shared/rows.ts';

interface Arguments {
  deviceIds?: string[] | null;
  input?: { deviceIds?: string[] | null };
}

/** What the steps after this one find. */
interface Stash extends Record<string, unknown> {
  devices?: DeviceRow[];
}

type WithPrevious = Context<Arguments, Stash, { result: unknown }>;

const TABLE = '__TABLE_devices__';
/** Of a query; the filter of a subscription takes fewer values. */
const MOST_OF_QUERY = 50;
/** "Enhanced subscription filtering" in the AppSync documentation: `containsAny` takes 20 values. */
const MOST_OF_SUBSCRIPTION = 20;

/**
 * Ends with a NotFoundError unless the caller's organization has every device of the argument `deviceIds`, or of the input's member. Keeps the
 * devices in the stash, and hands on what the step before answered.
 */
export function request(ctx: WithPrevious): DynamoDBBatchGetItemRequest {
  const organizationId = organizationOf(ctx);
  const deviceIds = idsOf(ctx.args) ?? runtime.earlyReturn(ctx.prev.result);
  checkIds('deviceIds', 'device', deviceIds, mostOf(ctx));
  return batchGet({ tables: { [TABLE]: { keys: deviceIds.map((id) => deviceKey(organizationId, id)) } } });
}

export function response(ctx: WithPrevious): unknown {
  const devices = batchItems<DeviceRow>(ctx, TABLE).flatMap((device) => (device ? [device] : []));
  const found = devices.map(({ id }) => id);
  for (const id of idsOf(ctx.args) ?? []) {
    if (found.indexOf(id) < 0) notFound('device', id);
  }
  ctx.stash.devices = devices;
  return ctx.prev.result;
}

function idsOf({ deviceIds, input }: Arguments): string[] | null | undefined {
  return input ? input.deviceIds : deviceIds;
}

function mostOf(ctx: WithPrevious): number {
  if (ctx.args.input) return EXPORT_LIMITS.devices;
  return ctx.info.parentTypeName === 'Subscription' ? MOST_OF_SUBSCRIPTION : MOST_OF_QUERY;
}
