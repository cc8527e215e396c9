import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';

const Keys = v.object({ organizationId: v.string(), id: v.string(), dueAt: v.string() });

/** A job that somebody must look at again. */
export interface DueJob {
  organizationId: string;
  id: string;
  /** By when, ISO 8601 in UTC with milliseconds. */
  dueAt: string;
}

/** For how long a job has been due, in seconds; 0 where there is none. */
export function secondsDue(job: DueJob | undefined, now: Date): number {
  return job === undefined ? 0 : Math.floor((now.getTime() - Date.parse(job.dueAt)) / 1000);
}

export interface DueIndex {
  /** The jobs of a shard that are due at `now`, longest due first, at most `limit`. */
  due(shard: string, now: Date, limit: number): Promise<DueJob[]>;
}

/** The index `due` of a table of jobs, such as `exports`. */
export function dueIndex(client: DynamoDBClient, table: string): DueIndex {
  return {
    async due(shard, now, limit) {
      const found: DueJob[] = [];
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
