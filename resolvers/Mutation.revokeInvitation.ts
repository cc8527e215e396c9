import type { DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { organizationOf } from './shared/caller.ts';
import type { PublicIdentity } from './shared/identities.ts';
import { answerDeletion, requestDeletion, type DeletionContext } from './shared/identity-deletion.ts';
import { checkInvited } from './shared/invitations.ts';

export function request(ctx: DeletionContext): DynamoDBTransactWriteItemsRequest {
  organizationOf(ctx);
  checkInvited(ctx.prev.result);
  return requestDeletion(ctx);
}

export function response(ctx: DeletionContext): PublicIdentity {
  return answerDeletion(ctx);
}
