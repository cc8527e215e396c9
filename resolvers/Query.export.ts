import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryExportArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { checkDataSource, notFound } from './shared/errors.ts';
import { exportKey, isThere, publicExport, type PublicExport } from './shared/exports.ts';
import type { ExportRow } from './shared/rows.ts';

/** Reads consistently: whom an event has told that the files are ready asks for them at once. */
export function request(ctx: Context<QueryExportArgs>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkId('export', ctx.args.id);
  return get<ExportRow>({ key: exportKey(organizationId, ctx.args.id), consistentRead: true });
}

export function response(ctx: Context<QueryExportArgs>): PublicExport {
  checkDataSource(ctx);
  const row = ctx.result as ExportRow | null;
  if (!isThere(row)) notFound('export', ctx.args.id);
  return publicExport(row);
}
