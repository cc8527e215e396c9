import { util, type Context } from '@aws-appsync/utils';
import { internalError } from './errors.ts';

interface CancellationReason {
  type: string;
  message: string;
  /** The item as it was, where the condition on it failed. */
  item?: unknown;
}

/**
 * Why a transaction was refused: the position of the first item whose condition failed, and that item as it was.
 * @returns null if the transaction was done. One that met another on the same item ends with a ConflictError, anything else with an InternalError.
 */
export function failedCondition(ctx: Context): { index: number; item: unknown } | null {
  if (!ctx.error) return null;
  const reasons = (ctx.result as { cancellationReasons?: CancellationReason[] } | null)?.cancellationReasons ?? [];
  // DynamoDB says ConditionalCheckFailed, a page of AppSync's documentation ConditionCheckFailed.
  const index = reasons.findIndex((reason) => reason.type.endsWith('CheckFailed'));
  if (index < 0 && reasons.some(({ type }) => type === 'TransactionConflict')) atThisVeryMoment();
  if (index < 0) internalError(ctx);
  return { index, item: reasons[index]?.item ?? null };
}

/** Ends with the ConflictError of what met another change, so that there is no saying what it would be now. */
export function atThisVeryMoment(): never {
  util.error('Somebody else changed the same at this very moment, and nothing was done. Ask again.', 'ConflictError');
}
