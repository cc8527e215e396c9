import type { Context, DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { QueryExportsArgs } from '../schema/generated/types.ts';
import { publicExport, type PublicExport } from './shared/exports.ts';
import { answeredPage, requestPage, type Page } from './shared/list.ts';
import type { ExportRow } from './shared/rows.ts';

export function request(ctx: Context<QueryExportsArgs>): DynamoDBQueryRequest {
  return requestPage(ctx, { newestFirst: true, without: 'deletedAt' });
}

export function response(ctx: Context<QueryExportsArgs>): Page<PublicExport> {
  const { items, nextToken } = answeredPage(ctx);
  return { items: items.map((row) => publicExport(row as ExportRow)), nextToken };
}
