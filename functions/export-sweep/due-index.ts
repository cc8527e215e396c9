import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { DueExport, Ports } from './ports.ts';

const Keys = v.object({ organizationId: v.string(), id: v.string(), dueAt: v.string() });

/** The index `due` of the table `exports`. */
export function dueIndex(client: DynamoDBClient, table: string): Ports['index'] {
  return {
    async due(shard, now, limit) {
      const found: DueExport[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: 'due',
          // A reserved word of expressions.
          ExpressionAttributeNames: { '#shard': 'shard' },
          KeyConditionExpression: '#shard = :shard AND dueAt <= :now',
          ExpressionAttributeValues: { ':shard': { S: shard }, ':now': { S: now.toISOString() } },
          Limit: limit,
        },
      );
      for await (const { Items = [] } of pages) {
        found.push(...Items.map((item) => v.parse(Keys, unmarshall(item))));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
}
