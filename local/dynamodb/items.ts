import dynalite, { type Attributes } from 'dynalite/db/index.js';
import * as v from 'valibot';
import { AwsError } from '../shared/aws-error.ts';
import type { JsonOperation, JsonOperations } from '../shared/json-service.ts';
import { addIndexCapacity } from './consumed-capacity.ts';
import type { Database } from './database.ts';
import { members, run, validate, type Action } from './engine.ts';
import { notFound, validationError } from './errors.ts';
import { isObject } from './json.ts';
import { itemPrefix, type View } from './view.ts';

export type WriteAction = 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** A checked write of one item. */
export interface ItemWrite {
  action: WriteAction;
  input: Attributes;
  /** Whether a failed condition gives the item as it is (`ReturnValuesOnConditionCheckFailure`). */
  returnsOldOnFailure: boolean;
}

const returnValues = v.optional(v.nullable(v.picklist(['ALL_OLD', 'NONE'])));

/** The operations on single items and batches, and the reads. Source: Amazon DynamoDB API Reference. */
export function itemOperations(database: Database): JsonOperations {
  const write =
    (action: WriteAction): JsonOperation =>
    async (input) => {
      const checked = validateWrite(action, input, database.reader());
      return database.exclusive(async (view) =>
        addIndexCapacity(view, checked.input, await performWrite(view, checked)),
      );
    };
  const read =
    (action: Action): JsonOperation =>
    async (input) => {
      const view = database.reader();
      return run(action, view, validate(action, input, view));
    };

  return {
    PutItem: write('PutItem'),
    UpdateItem: write('UpdateItem'),
    DeleteItem: write('DeleteItem'),
    BatchWriteItem: async (input) => {
      const checked = validate('BatchWriteItem', input, database.reader());
      return database.exclusive(async (view) =>
        addIndexCapacity(view, checked, await run('BatchWriteItem', view, checked)),
      );
    },
    GetItem: read('GetItem'),
    BatchGetItem: read('BatchGetItem'),
    Query: read('Query'),
    Scan: read('Scan'),
  };
}

/** @throws AwsError what DynamoDB answers without looking at items */
export function validateWrite(action: WriteAction, input: unknown, view: View): ItemWrite {
  const returned = v.safeParse(returnValues, members(input).ReturnValuesOnConditionCheckFailure);
  if (!returned.success)
    throw validationError('ReturnValuesOnConditionCheckFailure: Member must satisfy enum value set: [ALL_OLD, NONE]');
  return {
    action,
    input: validate(action, input, view, ['ReturnValuesOnConditionCheckFailure']),
    returnsOldOnFailure: returned.output === 'ALL_OLD',
  };
}

/** Rejects with AwsError: with `ConditionalCheckFailedException` and the `Item` as it is where the write asks for it. */
export async function performWrite(view: View, { action, input, returnsOldOnFailure }: ItemWrite): Promise<Attributes> {
  try {
    return await run(action, view, input);
  } catch (error) {
    if (!returnsOldOnFailure || !isFailedCondition(error)) throw error;
    // An item that is not there is not in the exception either.
    throw new AwsError(error.code, error.message, { Item: view.get(itemKey(view, input)) });
  }
}

export function isFailedCondition(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === 'ConditionalCheckFailedException';
}

/** Where the item of a checked input with `TableName` and `Key` or `Item` is. */
export function itemKey(view: View, input: Attributes): string {
  const { description } = view.table(String(input.TableName), notFound);
  const attributes = input.Key ?? input.Item;
  if (!isObject(attributes)) throw new TypeError('A checked input has a key');
  return itemPrefix(description.TableName) + dynalite.createKey(attributes, description);
}
