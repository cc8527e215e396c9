import type { DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import type { PublicIdentity } from './shared/identities.ts';
import { answerDeletion, requestDeletion, type DeletionContext } from './shared/identity-deletion.ts';

export function request(ctx: DeletionContext): DynamoDBTransactWriteItemsRequest {
  return requestDeletion(ctx);
}

export function response(ctx: DeletionContext): PublicIdentity {
  return answerDeletion(ctx);
}
