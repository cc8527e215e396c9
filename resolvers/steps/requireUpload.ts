import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { IMPORT_LIMITS } from '../../schema/limits.ts';
import { organizationOf } from '../shared/caller.ts';
import { checkDataSource, invalid } from '../shared/errors.ts';
import type { PublicImport } from '../shared/imports.ts';

type WithPrevious = Context<unknown, Record<string, never>, { result: PublicImport }>;

/** Ends with a ValidationError unless the file of an import that is to begin is there. Hands on the import, and lets on one that has begun. */
export function request(ctx: WithPrevious): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { id, status } = ctx.prev.result;
  if (status !== 'AWAITING_FILE') runtime.earlyReturn(ctx.prev.result);
  return { operation: 'Invoke', payload: { operation: 'findUpload', organizationId, importId: id } };
}

export function response(ctx: WithPrevious): PublicImport {
  checkDataSource(ctx);
  if (!(ctx.result as { isThere: boolean }).isThere) {
    invalid(
      `The file has not been uploaded: PUT it to the uploadUrl of the import within ${IMPORT_LIMITS.minutesToUpload} minutes, with as many bytes as you said, and ask again.`,
    );
  }
  return ctx.prev.result;
}
