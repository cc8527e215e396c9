import * as v from 'valibot';
import { AwsError } from '../../../shared/aws-error.ts';
import type { DataSourceAnswer } from '../../types.ts';
import { notSupported, parseRequest } from '../request-error.ts';
import { sameItem, toPlainItem, wireItem, type WireItem } from './attribute-values.ts';
import { expressionAttributes, expressionSchema, projectionSchema } from './expressions.ts';
import { serviceFailure } from './failures.ts';
import { common, type Operation, type Source } from './operation.ts';

const conditionSchema = v.strictObject({
  ...expressionSchema.entries,
  equalsIgnore: v.nullish(v.array(v.string())),
  consistentRead: v.nullish(v.boolean()),
  conditionalCheckFailedHandler: v.nullish(
    v.strictObject({ strategy: v.picklist(['Custom', 'Reject']), lambdaArn: v.nullish(v.string()) }),
  ),
});
type Condition = v.InferOutput<typeof conditionSchema>;
const write = { ...common, key: wireItem, condition: v.nullish(conditionSchema) };

const getSchema = v.strictObject({
  ...common,
  key: wireItem,
  consistentRead: v.nullish(v.boolean()),
  projection: v.nullish(projectionSchema),
});
const putSchema = v.strictObject({ ...write, attributeValues: v.nullish(wireItem) });
const updateSchema = v.strictObject({ ...write, update: expressionSchema });
const deleteSchema = v.strictObject(write);

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

/** The item as it was written. */
export const putItem: Operation = async (source, request) => {
  const { key, attributeValues, condition } = parseRequest(putSchema, request);
  const item = { ...attributeValues, ...key };
  const isDone = (current: WireItem | undefined) =>
    current !== undefined && sameItem(current, item, condition?.equalsIgnore ?? []);
  return checked(source, key, condition, isDone, async () => {
    const input = {
      TableName: source.table,
      Item: item,
      ...conditionInput(condition),
      ...expressionAttributes([condition]),
    };
    await source.call('PutItem', input);
    return { result: toPlainItem(item) };
  });
};

/** The item as it is after the update. */
export const updateItem: Operation = async (source, request) => {
  const { key, update, condition } = parseRequest(updateSchema, request);
  return checked(
    source,
    key,
    condition,
    () => false,
    async () => {
      const input = {
        TableName: source.table,
        Key: key,
        UpdateExpression: update.expression,
        ReturnValues: 'ALL_NEW',
        ...conditionInput(condition),
        ...expressionAttributes([update, condition]),
      };
      return { result: attributesOf(await source.call('UpdateItem', input)) };
    },
  );
};

/** The item that was deleted, or `null` where there was none. */
export const deleteItem: Operation = async (source, request) => {
  const { key, condition } = parseRequest(deleteSchema, request);
  const isDone = (current: WireItem | undefined) => current === undefined;
  return checked(source, key, condition, isDone, async () => {
    const input = {
      TableName: source.table,
      Key: key,
      ReturnValues: 'ALL_OLD',
      ...conditionInput(condition),
      ...expressionAttributes([condition]),
    };
    return { result: attributesOf(await source.call('DeleteItem', input)) };
  });
};

/**
 * Makes a conditional write. Where the condition fails, the current item is read: if it is already what was wanted, the write
 * counts as done, else the error comes with that item ("Condition expressions", "Handling a condition check failure").
 */
async function checked(
  { call, table }: Source,
  key: WireItem,
  condition: Condition | null | undefined,
  isDone: (current: WireItem | undefined) => boolean,
  makeWrite: () => Promise<DataSourceAnswer>,
): Promise<DataSourceAnswer> {
  if (condition?.conditionalCheckFailedHandler?.strategy === 'Custom') {
    throw notSupported('conditionalCheckFailedHandler with the strategy Custom');
  }
  try {
    return await makeWrite();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
    const input = { TableName: table, Key: key, ConsistentRead: condition?.consistentRead ?? true };
    const { Item } = v.parse(getOutput, await call('GetItem', input));
    const current = Item ? toPlainItem(Item) : null;
    return isDone(Item) ? { result: current } : serviceFailure(error, current);
  }
}

function conditionInput(condition: Condition | null | undefined) {
  return condition ? { ConditionExpression: condition.expression } : {};
}

function attributesOf(output: unknown) {
  const { Attributes } = v.parse(writeOutput, output);
  return Attributes ? toPlainItem(Attributes) : null;
}
