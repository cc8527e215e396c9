import type { Attributes } from 'dynalite/db/index.js';
import type { AwsError } from '../shared/aws-error.ts';
import { validationError } from './errors.ts';
import { isObject } from './json.ts';
import type { TableDescription } from './table-record.ts';

/** Lists and maps around a value ("Quotas in Amazon DynamoDB", "Nested attribute depth": 32 levels, the value's own among them). */
const DEEPEST = 31;

/**
 * What DynamoDB refuses to store, and dynalite does not: an empty key of an index, and what is nested too deeply.
 * The messages are those that real clients were told (architect/dynalite issue 184; nubo-db/dynoxide issue 110).
 */
export function findStoredItemProblem(item: Attributes, table: TableDescription): AwsError | undefined {
  for (const { IndexName, KeySchema } of [
    ...(table.GlobalSecondaryIndexes ?? []),
    ...(table.LocalSecondaryIndexes ?? []),
  ]) {
    for (const { AttributeName: name } of KeySchema) {
      const empty = emptyType(item[name]);
      if (empty !== undefined)
        return validationError(
          'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
            `The AttributeValue for a key attribute cannot contain an empty ${empty} value. ` +
            `IndexName: ${IndexName}, IndexKey: ${name}`,
        );
    }
  }
  if (!Object.values(item).some((value) => isDeeper(value, DEEPEST))) return undefined;
  return validationError(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

/** Whether a value is an empty string or empty bytes, neither of which can be a key. */
export function emptyType(value: unknown): 'string' | 'binary' | undefined {
  if (!isObject(value)) return undefined;
  if (value.S === '') return 'string';
  return value.B === '' ? 'binary' : undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (!isObject(value)) return false;
  const inner = Array.isArray(value.L) ? value.L : isObject(value.M) ? Object.values(value.M) : undefined;
  if (!inner) return false;
  return levels === 0 || inner.some((part) => isDeeper(part, levels - 1));
}
