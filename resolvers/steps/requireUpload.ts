import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { organizationOf } from '../shared/caller.ts';
import { checkDataSource } from '../shared/errors.ts';
import type { PublicImport } from '../shared/imports.ts';

/** What is found out of the file, for the steps after this one. */
export interface UploadStash {
  isUploadMissing?: boolean;
}

type WithPrevious = Context<unknown, UploadStash, { result: PublicImport }>;

/**
 * Looks whether the file of an import that is to begin is there, and hands on the import. Where it is not, somebody else may have begun the import since
 * it was loaded, and all of it be done: what it is now decides, in `startImport`.
 */
export function request(ctx: WithPrevious): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { id, status } = ctx.prev.result;
  if (status !== 'AWAITING_FILE') runtime.earlyReturn(ctx.prev.result);
  return { operation: 'Invoke', payload: { operation: 'findUpload', organizationId, importId: id } };
}

export function response(ctx: WithPrevious): PublicImport {
  checkDataSource(ctx);
  ctx.stash.isUploadMissing = !(ctx.result as { isThere: boolean }).isThere;
  return ctx.prev.result;
}
