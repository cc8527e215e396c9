import type { Context, DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { answeredImport, requestImport, type PublicImport } from '../shared/imports.ts';

/** Loads the import of the argument `id`, as it is now. */
export function request(ctx: Context<{ id: string }>): DynamoDBGetItemRequest {
  return requestImport(ctx);
}

export function response(ctx: Context<{ id: string }>): PublicImport {
  return answeredImport(ctx);
}
