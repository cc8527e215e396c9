import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { QueryDeviceImportArgs } from '../schema/generated/types.ts';
import { organizationOf } from './shared/caller.ts';
import { checkId } from './shared/checks.ts';
import { checkDataSource, notFound } from './shared/errors.ts';
import { importKey, publicImport, type PublicImport } from './shared/imports.ts';
import type { ImportRow } from './shared/rows.ts';

/** Reads consistently: who watches an import asks again and again. */
export function request(ctx: Context<QueryDeviceImportArgs>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkId('import', ctx.args.id);
  return get<ImportRow>({ key: importKey(organizationId, ctx.args.id), consistentRead: true });
}

export function response(ctx: Context<QueryDeviceImportArgs>): PublicImport {
  checkDataSource(ctx);
  const row = ctx.result as ImportRow | null;
  if (!row) notFound('import', ctx.args.id);
  return publicImport(ctx, row);
}
