import { ValidationException } from '@aws-sdk/client-timestream-query';
import type { MeasureColumns } from './literals.ts';

/**
 * What is left to ask a table for after `error`: the columns without the one that it names as missing, or `none` where that is one that
 * every reading has; `undefined` for any other error. A table has a column only once a record had it, so that a table without a textual
 * reading has no `text`, and a new one no column at all. Such a column holds nothing.
 */
export function columnsAfter(error: unknown, columns: MeasureColumns): MeasureColumns | 'none' | undefined {
  const missing =
    error instanceof ValidationException ? /Column '(\w+)' does not exist/.exec(error.message)?.[1] : undefined;
  if (missing === undefined) return undefined;
  if ((missing === 'value' || missing === 'text') && columns[missing]) return { ...columns, [missing]: false };
  return 'none';
}
