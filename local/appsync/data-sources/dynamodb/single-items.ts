import * as v from 'valibot';
import { AwsError } from '../../../shared/aws-error.ts';
import type { DataSourceAnswer } from '../../types.ts';
import { parseRequest } from '../request-error.ts';
import { toPlainItem, wireItem } from './attribute-values.ts';
import { expressionAttributes, projectionSchema } from './expressions.ts';
import { afterFailedCondition } from './failed-conditions.ts';
import { common, type Operation, type Source } from './operation.ts';
import { itemOf, refuseVersioning, writeSchema, type Write } from './writes.ts';

const getSchema = v.strictObject({
  ...common,
  key: wireItem,
  consistentRead: v.nullish(v.boolean()),
  projection: v.nullish(projectionSchema),
});
const getOutput = v.object({ Item: v.optional(wireItem) });
const writeOutput = v.object({ Attributes: v.optional(wireItem) });

/** The item, or `null`. */
export const getItem: Operation = async ({ call, table }, request) => {
  const { key, consistentRead, projection } = parseRequest(getSchema, request);
  const { Item } = v.parse(
    getOutput,
    await call('GetItem', {
      TableName: table,
      Key: key,
      ConsistentRead: consistentRead ?? false,
      ...(projection && { ProjectionExpression: projection.expression }),
      ...expressionAttributes([projection]),
    }),
  );
  return { result: Item ? toPlainItem(Item) : null };
};

/**
 * PutItem, UpdateItem and DeleteItem: the item as it was written; as it is after the update; the item that was deleted, or `null` where
 * there was none.
 */
export const writeItem: Operation = async (source, request) => {
  const write = parseRequest(writeSchema, request);
  refuseVersioning(write);
  return send(source, write, request);
};

async function send(source: Source, write: Write, request: unknown): Promise<DataSourceAnswer> {
  try {
    const { Attributes } = v.parse(writeOutput, await source.call(write.operation, inputOf(source.table, write)));
    if (write.operation === 'PutItem') return { result: toPlainItem(itemOf(write)) };
    return { result: Attributes ? toPlainItem(Attributes) : null };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
    return afterFailedCondition(source, { write, request, retry: (other) => send(source, other, request) }, error);
  }
}

function inputOf(table: string, write: Write): object {
  const { key: Key, condition } = write;
  const shared = { TableName: table, ...(condition && { ConditionExpression: condition.expression }) };
  switch (write.operation) {
    case 'PutItem':
      return { ...shared, Item: itemOf(write), ...expressionAttributes([condition]) };
    case 'UpdateItem': {
      const { update } = write;
      const attributes = expressionAttributes([update, condition]);
      return { ...shared, Key, UpdateExpression: update.expression, ReturnValues: 'ALL_NEW', ...attributes };
    }
    case 'DeleteItem':
      return { ...shared, Key, ReturnValues: 'ALL_OLD', ...expressionAttributes([condition]) };
  }
}
