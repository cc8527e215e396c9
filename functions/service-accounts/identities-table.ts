import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Identities, IdentityKey } from './ports.ts';

interface Options {
  client: DynamoDBClient;
  table: string;
  /** Aborts when nobody waits any more. */
  abortSignal: AbortSignal;
}

const Row = v.object({ kind: v.picklist(['PERSON', 'SERVICE']), email: v.string(), version: v.number() });

/** The table `identities`. When a secret was made changes neither `version` nor `updatedAt`: the change that asked for it has done so. */
export function identitiesTable({ client, table: TableName, abortSignal }: Options): Identities {
  return {
    async find(key) {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(key), ConsistentRead: true }), {
        abortSignal,
      });
      return Item && v.parse(Row, unmarshall(Item));
    },

    async note(key, version, secretCreatedAt) {
      const request = new UpdateItemCommand({
        TableName,
        Key: keyOf(key),
        UpdateExpression: secretCreatedAt === null ? 'REMOVE secretCreatedAt' : 'SET secretCreatedAt = :at',
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: marshall({
          ':version': version,
          ...(secretCreatedAt !== null && { ':at': secretCreatedAt }),
        }),
      });
      try {
        await client.send(request, { abortSignal });
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

function keyOf({ organizationId, identityId: id }: IdentityKey) {
  return marshall({ organizationId, id });
}
