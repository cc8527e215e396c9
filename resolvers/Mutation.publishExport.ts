import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';
import type { MutationPublishExportArgs } from '../schema/generated/types.ts';
import { checkDataSource } from './shared/errors.ts';
import { exportKey, isThere, publicExport, type PublicExport } from './shared/exports.ts';
import type { ExportRow } from './shared/rows.ts';

/** The organization is an argument, for the caller is a function of Sonde's own: no token names one. */
export function request(ctx: Context<MutationPublishExportArgs>): DynamoDBGetItemRequest {
  const { organizationId, id } = ctx.args;
  return get<ExportRow>({ key: exportKey(organizationId, id), consistentRead: true });
}

/** Answers null for an export that has been deleted meanwhile: no subscription's filter lets a null through. */
export function response(
  ctx: Context<MutationPublishExportArgs>,
): { organizationId: string; id: string; export: PublicExport } | null {
  checkDataSource(ctx);
  const row = ctx.result as ExportRow | null;
  if (!isThere(row)) return null;
  return { organizationId: row.organizationId, id: row.id, export: publicExport(row) };
}
