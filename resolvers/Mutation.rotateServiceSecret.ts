import type { DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { IdentityRow } from './shared/rows.ts';
import { noteSecretChange, notedSecretChange, type SecretContext } from './shared/services.ts';

export function request(ctx: SecretContext): DynamoDBTransactWriteItemsRequest {
  return noteSecretChange(ctx);
}

/** Answers the row as it is now, for the step that gives the secret. */
export function response(ctx: SecretContext): IdentityRow {
  return notedSecretChange(ctx);
}
