import type { DynamoDBTransactWriteItemsRequest } from '@aws-appsync/utils';
import { transactWrite } from '@aws-appsync/utils/dynamodb';
import type { IdentityRow } from './rows.ts';

/** Writes an identity with its membership, which keeps its address to one identity of the organization: where it is taken, the condition fails. */
export function newIdentity(identity: IdentityRow): DynamoDBTransactWriteItemsRequest {
  const { organizationId, id, email } = identity;
  return transactWrite({
    items: [
      {
        putItem: {
          table: '__TABLE_identities__',
          key: { organizationId, id },
          item: identity,
          condition: { id: { attributeExists: false } },
        },
      },
      {
        putItem: {
          table: '__TABLE_memberships__',
          key: { email, organizationId },
          item: { identityId: id },
          condition: { email: { attributeExists: false } },
        },
      },
    ],
  });
}
