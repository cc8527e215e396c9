import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { normalizeEmail } from './names.ts';

/** That a person has an identity in an organization. The one table whose key is not an organization: it says which there are. */
export interface Membership {
  organizationId: string;
  identityId: string;
}

const Membership = v.object({ organizationId: v.string(), identityId: v.string() });

/** The memberships of an e-mail address, as they are now. */
export async function membershipsOf(email: string, client: DynamoDBClient, table: string): Promise<Membership[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'email = :email',
      ExpressionAttributeValues: { ':email': { S: normalizeEmail(email) } },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => v.parse(Membership, unmarshall(item)));
}
