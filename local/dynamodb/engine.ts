import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import type { Attributes } from 'dynalite/db/index.js';
import validateBatchGetItem from 'dynalite/validations/batchGetItem.js';
import validateBatchWriteItem from 'dynalite/validations/batchWriteItem.js';
import validateCreateTable from 'dynalite/validations/createTable.js';
import validateDeleteItem from 'dynalite/validations/deleteItem.js';
import validateGetItem from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import validatePutItem from 'dynalite/validations/putItem.js';
import validateQuery from 'dynalite/validations/query.js';
import validateScan from 'dynalite/validations/scan.js';
import validateUpdateItem from 'dynalite/validations/updateItem.js';
import { AwsError } from '../shared/aws-error.ts';
import { toAwsError, validationError } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import type { View } from './view.ts';

const actions = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  DeleteItem: deleteItem,
  GetItem: getItem,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  UpdateItem: updateItem,
};

const rules = {
  BatchGetItem: validateBatchGetItem,
  BatchWriteItem: validateBatchWriteItem,
  CreateTable: validateCreateTable,
  DeleteItem: validateDeleteItem,
  GetItem: validateGetItem,
  PutItem: validatePutItem,
  Query: validateQuery,
  Scan: validateScan,
  UpdateItem: validateUpdateItem,
};

export type Action = keyof typeof actions;
export type Validated = keyof typeof rules;

/** The members of an input that is an object. @throws AwsError `SerializationException` */
export function members(input: unknown): JsonObject {
  if (!isObject(input)) throw new AwsError('SerializationException', 'The request body is not a JSON object');
  return input;
}

/**
 * Checks an operation's input by dynalite's rules, which have DynamoDB's own messages.
 * @param own members that dynalite does not know and the caller takes care of
 * @returns the members that dynalite knows, with its parsed expressions; the input itself stays as it is
 * @throws AwsError, also for a member that nobody here knows: to ignore it would be a wrong answer
 */
export function validate(operation: Validated, input: unknown, view: View, own: readonly string[] = []): Attributes {
  const { types, custom } = rules[operation];
  const known = Object.entries(members(input)).filter(([name, value]) => {
    if (value === undefined || value === null || own.includes(name)) return false;
    if (!Object.hasOwn(types, name)) throw validationError(`${name} of ${operation} is not supported here`);
    return true;
  });
  try {
    const checked = validations.checkTypes(structuredClone(Object.fromEntries(known)), types);
    validations.checkValidations(checked, types, custom, view);
    return checked;
  } catch (error) {
    throw toAwsError(error);
  }
}

/** Runs an operation on an input that {@link validate} has checked. Rejects with AwsError. */
export function run(action: Action, view: View, input: Attributes): Promise<Attributes> {
  return new Promise((resolve, reject) => {
    actions[action](view, input, (error, output) => {
      if (error) reject(toAwsError(error));
      else resolve(output ?? {});
    });
  });
}
