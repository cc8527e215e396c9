import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import type { QueryDeviceImportArgs } from '../schema/generated/types.ts';
import { answeredImport, requestImport, type PublicImport } from './shared/imports.ts';

export function request(ctx: Context<QueryDeviceImportArgs>): DynamoDBGetItemRequest {
  return requestImport(ctx);
}

export function response(ctx: Context<QueryDeviceImportArgs>): PublicImport {
  return answeredImport(ctx);
}
