import type { Context, LambdaRequest } from '@aws-appsync/utils';
import { organizationOf } from '../shared/caller.ts';
import type { PublicExport } from '../shared/exports.ts';

type WithPrevious = Context<unknown, Record<string, never>, { result: PublicExport }>;

/** Has the worker look at the export at once, and hands on what was answered. */
export function request(ctx: WithPrevious): LambdaRequest {
  const organizationId = organizationOf(ctx);
  return {
    operation: 'Invoke',
    invocationType: 'Event',
    payload: { organizationId, exportId: ctx.prev.result.id },
  };
}

export function response(ctx: WithPrevious): PublicExport {
  // What the caller asked for is noted in the row, and the sweep will see to it: only later.
  if (ctx.error) console.error({ step: 'startExport', error: ctx.error });
  return ctx.prev.result;
}
