import { runtime, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkId } from '../shared/checks.ts';
import { checkDataSource, notFound } from '../shared/errors.ts';
import { exportKey, isThere, publicExport, type PublicExport } from '../shared/exports.ts';
import type { ExportRow } from '../shared/rows.ts';

interface Arguments {
  id?: string | null;
}

/** Loads the export of the argument `id`, as it is now. Ends with a NotFoundError unless the caller's organization has it. Lets on where the argument was left out. */
export function request(ctx: Context<Arguments>): DynamoDBGetItemRequest {
  const organizationId = organizationOf(ctx);
  const id = ctx.args.id ?? runtime.earlyReturn(null);
  checkId('export', id);
  return get<ExportRow>({ key: exportKey(organizationId, id), consistentRead: true });
}

export function response(ctx: Context<Arguments>): PublicExport {
  checkDataSource(ctx);
  const row = ctx.result as ExportRow | null;
  if (!isThere(row)) notFound('export', ctx.args.id ?? '');
  return publicExport(row);
}
