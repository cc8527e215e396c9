import type { Context, DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';
import type { MutationCreateDeviceArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { present } from './shared/changes.ts';
import { checkLocation, checkMetrics, checkText } from './shared/checks.ts';
import { deviceKey, publicDevice, type PublicDevice } from './shared/devices.ts';
import { checkDataSource } from './shared/errors.ts';
import { newRow, type DeviceRow } from './shared/rows.ts';

export function request(ctx: Context<MutationCreateDeviceArgs>): DynamoDBPutItemRequest {
  const organizationId = organizationOf(ctx);
  const { name, description, location, metrics } = ctx.args.input;
  checkText('name', name, 200);
  checkText('description', description, 2000);
  checkLocation(location);
  checkMetrics(metrics);
  const row = newRow();
  return put<DeviceRow>({
    key: deviceKey(organizationId, row.id),
    condition: { id: { attributeExists: false } },
    item: present({ ...row, name, description, location, metrics: metrics ?? [] }) as Partial<DeviceRow>,
  });
}

export function response(ctx: Context<MutationCreateDeviceArgs>): PublicDevice {
  checkDataSource(ctx);
  return publicDevice(ctx.result as DeviceRow);
}
