import dynalite, { type Attributes } from 'dynalite/db/index.js';
import { AwsError } from '../shared/aws-error.ts';
import { members, run, validate } from './engine.ts';
import { notFound, toAwsError, validationError } from './errors.ts';
import { isFailedCondition, itemKey, performWrite, validateWrite, type WriteAction } from './items.ts';
import { isObject, type JsonObject } from './json.ts';
import type { View } from './view.ts';

/** One action of a transaction: its checked input and what it does. `perform` rejects with AwsError. */
export interface Step {
  input: Attributes;
  perform(view: View): Promise<Attributes>;
}

/** Why an action did or did not stand in the way of its transaction. */
export interface CancellationReason {
  Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  Message?: string;
  /** The item as it is, where the action asked for it. */
  Item?: unknown;
}

const CONDITION = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];

const kinds = {
  Put: { action: 'PutItem', allowed: [...CONDITION, 'Item'], required: [] },
  Update: { action: 'UpdateItem', allowed: [...CONDITION, 'Key', 'UpdateExpression'], required: ['UpdateExpression'] },
  Delete: { action: 'DeleteItem', allowed: [...CONDITION, 'Key'], required: [] },
  // A condition check has the members of a delete.
  ConditionCheck: { action: 'DeleteItem', allowed: [...CONDITION, 'Key'], required: ['ConditionExpression'] },
} as const satisfies Record<string, { action: WriteAction; allowed: readonly string[]; required: readonly string[] }>;

type Kind = keyof typeof kinds;

/**
 * Checks one element of TransactWriteItems' `TransactItems`.
 * @param position counts from 1, as DynamoDB's messages do
 * @throws AwsError
 */
export function writeStep(element: unknown, position: number, capacity: unknown, view: View): Step {
  const { kind, request } = onlyAction(element);
  const { action, allowed, required } = kinds[kind];
  refuseOthers(request, kind, allowed);
  for (const name of required) {
    if (request[name] === undefined || request[name] === null)
      throw validationError(
        `1 validation error detected: Value null at 'transactItems.${position}.member.${lowerFirst(kind)}.` +
          `${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
      );
  }
  const write = validateWrite(action, { ...request, ReturnConsumedCapacity: capacity }, view);
  if (kind !== 'ConditionCheck') return { input: write.input, perform: (state) => performWrite(state, write) };
  return {
    input: write.input,
    perform: (state) => checkCondition(state, write.input, write.returnsOldOnFailure),
  };
}

/** Checks one element of TransactGetItems' `TransactItems`. @throws AwsError */
export function getStep(get: JsonObject, capacity: unknown, view: View): Step {
  refuseOthers(get, 'Get', ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames']);
  const input = validate('GetItem', { ...get, ReturnConsumedCapacity: capacity, ConsistentRead: true }, view);
  return { input, perform: (state) => run('GetItem', state, input) };
}

/**
 * Performs all steps, each on the state before the transaction, for no two are about one item.
 * Rejects with `TransactionCanceledException`, its reasons in the order of the steps, where any of them failed.
 */
export async function performAll(steps: readonly Step[], view: View): Promise<Attributes[]> {
  refuseRepeatedItems(steps, view);
  const outputs: Attributes[] = [];
  const reasons: CancellationReason[] = [];
  for (const step of steps) {
    try {
      outputs.push(await step.perform(view));
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  if (outputs.length === steps.length) return outputs;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

function reasonOf(error: unknown): CancellationReason {
  if (isFailedCondition(error)) return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.fields };
  if (error instanceof AwsError && error.code === 'ValidationException')
    return { Code: 'ValidationError', Message: error.message };
  throw error;
}

async function checkCondition(view: View, input: Attributes, returnsOld: boolean): Promise<Attributes> {
  const { TableName, Key, ReturnConsumedCapacity } = input;
  const { Item: existing, ...output } = await run('GetItem', view, { TableName, Key, ReturnConsumedCapacity });
  const item = isObject(existing) ? existing : undefined;
  const failure = dynalite.checkConditional(input, item);
  if (!failure) return output;
  const error = toAwsError(failure);
  throw returnsOld && isFailedCondition(error) ? new AwsError(error.code, error.message, { Item: item }) : error;
}

function onlyAction(element: unknown): { kind: Kind; request: JsonObject } {
  const given = Object.entries(members(element)).filter(([, value]) => value !== undefined && value !== null);
  const [name, request] = given[0] ?? [];
  if (given.length !== 1 || name === undefined || !isKind(name))
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  return { kind: name, request: members(request) };
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(kinds, name);
}

function refuseOthers(request: JsonObject, kind: string, allowed: readonly string[]): void {
  for (const [name, value] of Object.entries(request)) {
    if (value !== undefined && value !== null && !allowed.includes(name))
      throw validationError(`${name} of ${kind} is not supported in a transaction`);
  }
}

function refuseRepeatedItems(steps: readonly Step[], view: View): void {
  const seen = new Set<string>();
  for (const { input } of steps) {
    const key = validItemKey(view, input);
    if (key === undefined) continue;
    if (seen.has(key)) throw validationError('Transaction request cannot include multiple operations on one item');
    seen.add(key);
  }
}

/** `undefined` for a key that does not fit the table: its step will say so. @throws AwsError where there is no such table */
function validItemKey(view: View, input: Attributes): string | undefined {
  const { description } = view.table(String(input.TableName), notFound);
  const { Item: item, Key: key } = input;
  const invalid = isObject(item)
    ? dynalite.validateItem(item, description)
    : isObject(key) && dynalite.validateKey(key, description);
  return invalid ? undefined : itemKey(view, input);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
