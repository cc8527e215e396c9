import type { Context, LambdaRequest } from '@aws-appsync/utils';
import type { MutationCreateDeviceImportArgs } from '../../schema/generated/types.ts';
import { IMPORT_LIMITS } from '../../schema/limits.ts';
import { organizationOf } from '../shared/caller.ts';
import { checkCount } from '../shared/checks.ts';
import { checkDataSource } from '../shared/errors.ts';
import { newRow } from '../shared/rows.ts';

/** What it leaves behind. */
export interface UploadStash {
  newImport: ReturnType<typeof newRow>;
  uploadUrl: string;
}

/**
 * Signs the link by which the file of a new import is uploaded, and gives the import its id. Before the import is made: one without a link would be in
 * the way of others.
 */
export function request(ctx: Context<MutationCreateDeviceImportArgs, UploadStash>): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { bytes } = ctx.args.input;
  checkCount('bytes', bytes, IMPORT_LIMITS.bytes);
  const row = newRow();
  ctx.stash.newImport = row;
  return { operation: 'Invoke', payload: { operation: 'signUpload', organizationId, importId: row.id, bytes } };
}

export function response(ctx: Context<MutationCreateDeviceImportArgs, UploadStash>): null {
  checkDataSource(ctx);
  ctx.stash.uploadUrl = (ctx.result as { url: string }).url;
  return null;
}
