import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Invitations } from './ports.ts';

const Row = v.pipe(
  v.object({
    name: v.string(),
    email: v.string(),
    locale: v.picklist(['en', 'fr']),
    role: v.picklist(['ADMINISTRATOR', 'OPERATOR', 'VIEWER']),
    mailStatus: v.optional(v.picklist(['BOUNCED', 'COMPLAINED'])),
    invitation: v.object({ expiresAt: v.string(), attempts: v.number() }),
  }),
  v.transform(({ invitation, ...row }) => ({ ...row, ...invitation })),
);

/**
 * Invitations in the table `identities`. `version` and `updatedAt` stay, for nobody has edited the identity: whoever is editing it meanwhile must not be
 * told of a conflict that they can do nothing about.
 */
export function identitiesTable(client: DynamoDBClient, TableName: string): Invitations {
  return {
    async begin({ organizationId, identityId, sentAt }) {
      const request = new UpdateItemCommand({
        TableName,
        Key: marshall({ organizationId, id: identityId }),
        UpdateExpression: 'SET invitation.attempts = if_not_exists(invitation.attempts, :none) + :one',
        ConditionExpression: 'invitation.sentAt = :sentAt AND invitation.#status <> :sent AND #status = :invited',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: marshall({
          ':none': 0,
          ':one': 1,
          ':sentAt': sentAt,
          ':sent': 'SENT',
          ':invited': 'INVITED',
        }),
        ReturnValues: 'ALL_NEW',
      });
      const answer = await unlessOther(client.send(request));
      return answer && v.parse(Row, unmarshall(answer.Attributes ?? {}));
    },
    async record({ organizationId, identityId, sentAt }, outcome) {
      const isFailed = outcome.status === 'FAILED';
      const request = new UpdateItemCommand({
        TableName,
        Key: marshall({ organizationId, id: identityId }),
        UpdateExpression: isFailed
          ? 'SET invitation.#status = :status, invitation.#error = :error'
          : 'SET invitation.#status = :status REMOVE invitation.#error',
        ConditionExpression: 'invitation.sentAt = :sentAt',
        ExpressionAttributeNames: { '#status': 'status', '#error': 'error' },
        ExpressionAttributeValues: marshall({
          ':status': outcome.status,
          ':sentAt': sentAt,
          ...(isFailed && { ':error': outcome.error }),
        }),
      });
      await unlessOther(client.send(request));
    },
  };
}

/** Undefined where the invitation is not, or is no longer, the one that the condition names. */
async function unlessOther<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
