import type { Context, DynamoDBDeleteItemRequest } from '@aws-appsync/utils';
import { remove } from '@aws-appsync/utils/dynamodb';
import type { DeleteDeviceInput } from '../../schema/generated/types.ts';
import { organizationOf } from '../shared/caller.ts';
import type { PublicDevice } from '../shared/devices.ts';
import type { LatestRow } from '../shared/rows.ts';

/** Deletes the newest readings of the device that has just been deleted, and hands on what was answered. */
export function request(ctx: Context<{ input: DeleteDeviceInput }>): DynamoDBDeleteItemRequest {
  return remove<LatestRow>({ key: { organizationId: organizationOf(ctx), deviceId: ctx.args.input.id } });
}

export function response(ctx: Context<unknown, Record<string, never>, { result: PublicDevice }>): PublicDevice {
  // The device is gone, and the caller must learn so: a row that stays behind is never read, for ids are never used again.
  if (ctx.error) console.error({ step: 'deleteLatest', error: ctx.error });
  return ctx.prev.result;
}
