import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { QueryDevicesArgs } from '../schema/generated/types.ts';
import { publicDevice, type PublicDevice } from './shared/devices.ts';
import { answerPage, requestPage, type Page } from './shared/list.ts';
import type { DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<QueryDevicesArgs>): DynamoDBQueryRequest {
  return requestPage(ctx);
}

export function response(ctx: Context<QueryDevicesArgs>): Page<PublicDevice> {
  return answerPage(ctx, (row: DeviceRow) => publicDevice(row));
}
