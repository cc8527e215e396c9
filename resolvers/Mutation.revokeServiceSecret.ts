import type { DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { IdentityRow } from './shared/rows.ts';
import { noteSecretChange, notedSecretChange, type SecretContext } from './shared/services.ts';
import { endSubscriptions } from './shared/subscriptions.ts';

export function request(ctx: SecretContext): DynamoDBTransactWriteItemsRequest {
  return noteSecretChange(ctx);
}

/** Answers the row as it is now, for the step that makes the secret void. */
export function response(ctx: SecretContext): IdentityRow {
  const changed = notedSecretChange(ctx);
  endSubscriptions(changed);
  return changed;
}
