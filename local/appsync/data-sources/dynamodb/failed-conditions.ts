import * as v from 'valibot';
import type { AwsError } from '../../../shared/aws-error.ts';
import type { DataSourceAnswer } from '../../types.ts';
import { toPlainItem, wireItem, type WireItem, type WireValue } from './attribute-values.ts';
import { expressionSchema } from './expressions.ts';
import { serviceFailure } from './failures.ts';
import { FunctionFailed, resolverInfo, type Source } from './operation.ts';
import { conditionSchema, isDone, type Write } from './writes.ts';

const getOutput = v.object({ Item: v.optional(wireItem) });

/** There is no way to ask for another item, another operation or another function. */
const { conditionalCheckFailedHandler: _handler, expression, ...retriedCondition } = conditionSchema.entries;
const retryMapping = v.strictObject({
  attributeValues: v.optional(wireItem),
  update: v.optional(expressionSchema),
  condition: v.optional(v.strictObject({ ...retriedCondition, expression: v.optional(expression) })),
});
const decisionSchema = v.variant('action', [
  v.object({ action: v.literal('reject') }),
  v.object({ action: v.literal('discard') }),
  v.object({ action: v.literal('retry'), retryMapping }),
]);
type RetryMapping = v.InferOutput<typeof retryMapping>;

/** A write that was tried. */
export interface Attempt {
  write: Write;
  /** What the request handler returned for it. */
  request: unknown;
  /** Makes another write in its place. */
  retry: (write: Write) => Promise<DataSourceAnswer>;
}

/** The item as it is now. */
export async function currentItem(
  { call, table }: Source,
  key: WireItem,
  consistentRead = true,
): Promise<WireItem | undefined> {
  return v.parse(getOutput, await call('GetItem', { TableName: table, Key: key, ConsistentRead: consistentRead })).Item;
}

/**
 * What becomes of a write whose condition failed: the current item is read; if it is already what was wanted, the write counts as done, else its
 * handler decides, or the error comes with that item.
 * Source: Condition expressions, "Handling a condition check failure".
 */
export async function afterFailedCondition(
  source: Source,
  { write, request, retry }: Attempt,
  error: AwsError,
): Promise<DataSourceAnswer> {
  const current = await currentItem(source, write.key, write.condition?.consistentRead ?? true);
  const result = current ? toPlainItem(current) : null;
  if (isDone(write, current)) return { result };
  const handler = write.condition?.conditionalCheckFailedHandler;
  if (handler?.strategy !== 'Custom') return serviceFailure(error, result);

  const { arguments: given, identity } = source.invocation;
  const currentValue = current ? withNumbers(current) : null;
  const event = { arguments: given, requestMapping: request, currentValue, resolver: resolverInfo(source), identity };
  const decision = v.safeParse(decisionSchema, await source.invokeFunction(handler.lambdaArn, event));
  if (!decision.success) throw new FunctionFailed('The function of a failed condition gave a malformed answer.');
  switch (decision.output.action) {
    case 'reject':
      return serviceFailure(error, result);
    case 'discard':
      return { result };
    case 'retry':
      return retry(retried(write, decision.output.retryMapping));
  }
}

/** A retry that fails is rejected: it has no handler. */
function retried(write: Write, { attributeValues, update, condition }: RetryMapping): Write {
  const { condition: _condition, ...kept } = write;
  const { expression: tested, ...rest } = condition ?? {};
  const conditional = tested === undefined ? {} : { condition: { ...rest, expression: tested } };
  if (kept.operation === 'PutItem') return { ...kept, ...conditional, ...(attributeValues && { attributeValues }) };
  if (kept.operation === 'UpdateItem') return { ...kept, ...conditional, ...(update && { update }) };
  return { ...kept, ...conditional };
}

/** Typed values as functions get them: numbers are numbers. */
function withNumbers(item: WireItem): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, withNumber(value)]));
}

function withNumber(value: WireValue): unknown {
  if (value.N !== undefined) return { N: Number(value.N) };
  if (value.NS) return { NS: value.NS.map(Number) };
  if (value.L) return { L: value.L.map(withNumber) };
  return value.M ? { M: withNumbers(value.M) } : value;
}
