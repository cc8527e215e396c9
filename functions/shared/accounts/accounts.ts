import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';

/** That a user of the pool is bound to an identity. */
const Account = v.object({ organizationId: v.string(), identityId: v.string(), chosenAt: v.string() });
export type Account = v.InferOutput<typeof Account>;

/** The accounts of a user of the pool, as they are now. */
export async function accountsOf(sub: string, client: DynamoDBClient, table: string): Promise<Account[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#sub = :sub',
      ExpressionAttributeNames: { '#sub': 'sub' },
      ExpressionAttributeValues: { ':sub': { S: sub } },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => v.parse(Account, unmarshall(item)));
}
