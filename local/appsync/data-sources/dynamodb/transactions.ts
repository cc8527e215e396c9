import * as v from 'valibot';
import { AwsError } from '../../../shared/aws-error.ts';
import { parseRequest } from '../request-error.ts';
import { toPlainItem, wireItem } from './attribute-values.ts';
import { expressionAttributes, expressionSchema, projectionSchema } from './expressions.ts';
import { serviceFailure } from './failures.ts';
import { common, type Operation } from './operation.ts';

const MAXIMUM_ITEMS = 100;

const conditionSchema = v.strictObject({
  ...expressionSchema.entries,
  returnValuesOnConditionCheckFailure: v.nullish(v.boolean()),
});
type Condition = v.InferOutput<typeof conditionSchema>;

const target = { table: v.string(), key: wireItem };
const condition = v.nullish(conditionSchema);
const writeItem = v.variant('operation', [
  v.strictObject({ ...target, operation: v.literal('PutItem'), attributeValues: v.nullish(wireItem), condition }),
  v.strictObject({ ...target, operation: v.literal('UpdateItem'), update: expressionSchema, condition }),
  v.strictObject({ ...target, operation: v.literal('DeleteItem'), condition }),
  v.strictObject({ ...target, operation: v.literal('ConditionCheck'), condition: conditionSchema }),
]);
type WriteItem = v.InferOutput<typeof writeItem>;

const writeSchema = v.strictObject({
  ...common,
  transactItems: v.pipe(v.array(writeItem), v.minLength(1), v.maxLength(MAXIMUM_ITEMS)),
});
const getSchema = v.strictObject({
  ...common,
  transactItems: v.pipe(
    v.array(v.strictObject({ ...target, projection: v.nullish(projectionSchema) })),
    v.minLength(1),
    v.maxLength(MAXIMUM_ITEMS),
  ),
});

const getOutput = v.object({ Responses: v.array(v.object({ Item: v.optional(wireItem) })) });
const cancellation = v.object({
  CancellationReasons: v.array(
    v.object({ Code: v.string(), Message: v.nullish(v.string()), Item: v.nullish(wireItem) }),
  ),
});

/** `{items, cancellationReasons}`: the items in the order of the request, `null` for what was not found. */
export const transactGetItems: Operation = async (source, request) => {
  const { transactItems } = parseRequest(getSchema, request);
  try {
    const TransactItems = transactItems.map(({ table, key, projection }) => ({
      Get: {
        TableName: table,
        Key: key,
        ...(projection && { ProjectionExpression: projection.expression }),
        ...expressionAttributes([projection]),
      },
    }));
    const { Responses } = v.parse(getOutput, await source.call('TransactGetItems', { TransactItems }));
    const items = Responses.map(({ Item }) => (Item ? toPlainItem(Item) : null));
    return { result: { items, cancellationReasons: null } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return serviceFailure(error, { items: null, cancellationReasons: reasonsOf(error) });
  }
};

/** `{keys, cancellationReasons}`: the keys in the order of the request, or why which item stopped the transaction. */
export const transactWriteItems: Operation = async (source, request) => {
  const { transactItems } = parseRequest(writeSchema, request);
  try {
    await source.call('TransactWriteItems', { TransactItems: transactItems.map(toAction) });
    return { result: { keys: transactItems.map(({ key }) => toPlainItem(key)), cancellationReasons: null } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return serviceFailure(error, { keys: null, cancellationReasons: reasonsOf(error) });
  }
};

function toAction(item: WriteItem): object {
  const shared = { TableName: item.table, ...conditionInput(item.condition) };
  switch (item.operation) {
    case 'PutItem':
      return {
        Put: { ...shared, Item: { ...item.attributeValues, ...item.key }, ...expressionAttributes([item.condition]) },
      };
    case 'UpdateItem': {
      const attributes = expressionAttributes([item.update, item.condition]);
      return { Update: { ...shared, Key: item.key, UpdateExpression: item.update.expression, ...attributes } };
    }
    case 'DeleteItem':
      return { Delete: { ...shared, Key: item.key, ...expressionAttributes([item.condition]) } };
    case 'ConditionCheck':
      return { ConditionCheck: { ...shared, Key: item.key, ...expressionAttributes([item.condition]) } };
  }
}

/** "Transaction condition expressions": the item comes back unless the condition says otherwise. */
function conditionInput(of: Condition | null | undefined) {
  if (!of) return {};
  const returned = of.returnValuesOnConditionCheckFailure ?? true;
  return { ConditionExpression: of.expression, ReturnValuesOnConditionCheckFailure: returned ? 'ALL_OLD' : 'NONE' };
}

function reasonsOf(error: AwsError) {
  if (error.code !== 'TransactionCanceledException') return null;
  return v.parse(cancellation, error.fields).CancellationReasons.map(({ Code, Message, Item }) => ({
    type: Code,
    message: Message ?? 'None',
    ...(Item && { item: toPlainItem(Item) }),
  }));
}
