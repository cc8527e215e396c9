import { util, type Context } from '@aws-appsync/utils';
import { checkDataSource } from './errors.ts';

/** What a function answers a field, as `functions/shared/appsync/field-answer.ts` makes it: what was asked for, or an error that the caller should see. */
export type FunctionAnswer =
  { data: unknown; error?: undefined } | { error: { type: string; message: string; data?: unknown } };

/**
 * What the function answered. Ends with the error that it says, whose data is the error's `errorInfo`: AppSync would cut it to what is selected of the
 * field. Ends with an InternalError where the function failed.
 */
export function functionAnswer(ctx: Context): unknown {
  checkDataSource(ctx);
  const answer = ctx.result as FunctionAnswer;
  if (answer.error) util.error(answer.error.message, answer.error.type, null, answer.error.data);
  return answer.data;
}
