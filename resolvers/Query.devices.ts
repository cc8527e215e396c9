import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { QueryDevicesArgs } from '../schema/generated/types.ts';
import { publicDevice, type PublicDevice } from './shared/devices.ts';
import { answeredPage, requestPage, type Page } from './shared/list.ts';
import type { DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<QueryDevicesArgs>): DynamoDBQueryRequest {
  return requestPage(ctx);
}

export function response(ctx: Context<QueryDevicesArgs>): Page<PublicDevice> {
  const { items, nextToken } = answeredPage(ctx);
  return { items: items.map((row) => publicDevice(row as DeviceRow)), nextToken };
}
