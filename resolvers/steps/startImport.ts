import { runtime, type Context, type LambdaRequest } from '@aws-appsync/utils';
import { IMPORT_LIMITS } from '../../schema/limits.ts';
import { organizationOf } from '../shared/caller.ts';
import { invalid } from '../shared/errors.ts';
import type { PublicImport } from '../shared/imports.ts';

type WithPrevious = Context<unknown, Record<string, never>, { result: PublicImport }>;

/**
 * Has the worker look at once at an import that has just been begun or cancelled, and hands on what was answered. Ends with a ValidationError where it
 * could not begin, for its file is not there.
 */
export function request(ctx: WithPrevious): LambdaRequest {
  const organizationId = organizationOf(ctx);
  const { id, status } = ctx.prev.result;
  if (status === 'AWAITING_FILE') {
    invalid(
      `The file has not been uploaded: PUT it to the uploadUrl of the import within ${IMPORT_LIMITS.minutesToUpload} minutes, with as many bytes as you said, and ask again.`,
    );
  }
  if (status !== 'QUEUED' && status !== 'CANCELLED') runtime.earlyReturn(ctx.prev.result);
  return { operation: 'Invoke', invocationType: 'Event', payload: { organizationId, importId: id } };
}

export function response(ctx: WithPrevious): PublicImport {
  // What the caller asked for is noted in the row, and the worker's own schedule will see to it: within a minute.
  if (ctx.error) console.error({ step: 'startImport', error: ctx.error });
  return ctx.prev.result;
}
