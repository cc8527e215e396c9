import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { checkDataSource, notFound } from '../shared/errors.ts';
import { importKey, publicImport, type PublicImport } from '../shared/imports.ts';
import type { ImportRow } from '../shared/rows.ts';

/** Loads the import of the argument `id`, as it is now. Ends with a NotFoundError unless the caller's organization has it. */
export function request(ctx: Context<{ id: string }>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  checkId('import', ctx.args.id);
  return get<ImportRow>({ key: importKey(organizationId, ctx.args.id), consistentRead: true });
}

export function response(ctx: Context<{ id: string }>): PublicImport {
  checkDataSource(ctx);
  const row = ctx.result as ImportRow | null;
  if (!row) notFound('import', ctx.args.id);
  return publicImport(ctx, row);
}
