import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import { organizationOf } from '../shared/caller.ts';
import { checkDataSource } from '../shared/errors.ts';
import { exportKey, isThere, publicExport, type PublicExport } from '../shared/exports.ts';
import type { ExportRow } from '../shared/rows.ts';

type WithPrevious = Context<unknown, Record<string, never>, { result: { id: string } }>;

/** Loads the export that has just been made, or that was made before with the same client token. */
export function request(ctx: WithPrevious): DynamoDBGetItemRequest {
  return get<ExportRow>({ key: exportKey(organizationOf(ctx), ctx.prev.result.id), consistentRead: true });
}

export function response(ctx: WithPrevious): PublicExport {
  checkDataSource(ctx);
  const row = ctx.result as ExportRow | null;
  if (!isThere(row)) {
    util.error(
      'You have used this clientToken for an export that has been deleted since: take a new one to have it made again.',
      'ConflictError',
    );
  }
  return publicExport(row);
}
