import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Ports } from './ports.ts';

/** Nobody has taken back, since it happened, what was said of the address. */
const NOT_CLEARED = '(attribute_not_exists(mailClearedAt) OR mailClearedAt < :at)';
const UNMARKED = 'attribute_not_exists(mailStatus)';
const SAME_BEFORE = '(mailStatus = :status AND mailStatusAt < :at)';

/** A complaint stays, whatever bounces: who complained is not to be mailed even when their mailbox is there again. */
const REPLACES = {
  BOUNCED: `(${UNMARKED} OR ${SAME_BEFORE})`,
  COMPLAINED: `(${UNMARKED} OR mailStatus = :bounced OR ${SAME_BEFORE})`,
} as const;

/**
 * Marks rows of the table `identities`. A row ends up the same in whatever order events arrive, and however often: what happened last counts, but a
 * complaint over any bounce, and nothing from before an administrator's taking back. A row that has another address by now, or is gone, stays as it is.
 *
 * `version` and `updatedAt` stay, for nobody has edited the identity: whoever is editing it meanwhile must not be told of a conflict that they can do
 * nothing about. Who writes whole rows has to see to it that they write over no mark.
 */
export function identitiesTable(client: DynamoDBClient, TableName: string): Ports['identities'] {
  return {
    async mark({ organizationId, identityId }, { email, status, at }) {
      const request = new UpdateItemCommand({
        TableName,
        Key: marshall({ organizationId, id: identityId }),
        UpdateExpression: 'SET mailStatus = :status, mailStatusAt = :at',
        ConditionExpression: `email = :email AND ${NOT_CLEARED} AND ${REPLACES[status]}`,
        ExpressionAttributeValues: marshall({
          ':email': email,
          ':status': status,
          ':at': at,
          // DynamoDB refuses a value that no expression names.
          ...(status === 'COMPLAINED' && { ':bounced': 'BOUNCED' }),
        }),
      });
      try {
        await client.send(request);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
