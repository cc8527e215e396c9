import type { Context } from '@aws-appsync/utils';
import { checkDataSource, internalError } from './errors.ts';

interface BatchResult<Item> {
  data: Record<string, (Item | null)[] | undefined>;
  /** What DynamoDB left out because there was too much, or too many asked. */
  unprocessedKeys?: Record<string, unknown[] | undefined> | null;
}

/**
 * What a BatchGetItem found in `table`; null for what is not there. Ends with an InternalError where DynamoDB left something out: it must not look
 * like something that does not exist.
 */
export function batchItems<Item>(ctx: Context, table: string): (Item | null)[] {
  checkDataSource(ctx);
  const { data, unprocessedKeys } = ctx.result as BatchResult<Item>;
  const unprocessed = unprocessedKeys?.[table]?.length ?? 0;
  if (unprocessed > 0) internalError(ctx, `BatchGetItem left out ${unprocessed} keys`);
  return data[table] ?? [];
}
