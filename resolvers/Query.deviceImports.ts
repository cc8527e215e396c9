import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { QueryDeviceImportsArgs } from '../schema/generated/types.ts';
import { publicImport, type PublicImport } from './shared/imports.ts';
import { answeredPage, requestPage, type Page } from './shared/list.ts';
import type { ImportRow } from './shared/rows.ts';

export function request(ctx: Context<QueryDeviceImportsArgs>): DynamoDBQueryRequest {
  return requestPage(ctx, { newestFirst: true });
}

export function response(ctx: Context<QueryDeviceImportsArgs>): Page<PublicImport> {
  const { items, nextToken } = answeredPage(ctx);
  return { items: items.map((row) => publicImport(ctx, row as ImportRow)), nextToken };
}
