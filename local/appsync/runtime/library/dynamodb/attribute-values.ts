import * as v from 'valibot';
import { LibraryError, type Run } from '../../run.ts';
import { anyRecord, isAbsent, read, readString } from '../arguments.ts';

/** A typed value of DynamoDB. Numbers stay numbers in `N` and `NS`, as AppSync writes them. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type AttributeMap = Readonly<Record<string, AttributeValue>>;

const SETS = ['SS', 'NS', 'BS'];

/** "DynamoDB helpers in util.dynamodb". */
export const attributeValues = {
  toDynamoDB: (_run: Run, value: unknown) => toAttributeValue(value),
  toString: typed('toString', 'S', v.string()),
  toStringSet: typed('toStringSet', 'SS', v.array(v.string())),
  toNumber: typed('toNumber', 'N', v.number()),
  toNumberSet: typed('toNumberSet', 'NS', v.array(v.number())),
  toBinary: typed('toBinary', 'B', v.string()),
  toBinarySet: typed('toBinarySet', 'BS', v.array(v.string())),
  toBoolean: typed('toBoolean', 'BOOL', v.boolean()),
  toNull: (_run: Run) => ({ NULL: null }),
  toList: (_run: Run, value: unknown) =>
    isAbsent(value) ? null : toAttributeValue(read('util.dynamodb.toList', v.array(v.unknown()), value)),
  toMap: (_run: Run, value: unknown) =>
    isAbsent(value) ? null : { M: toAttributeMap('util.dynamodb.toMap', value, toAttributeValue) },
  toMapValues: (_run: Run, value: unknown) =>
    isAbsent(value) ? null : toAttributeMap('util.dynamodb.toMapValues', value, toAttributeValue),
  toS3Object: (_run: Run, ...values: readonly unknown[]) => {
    const [key, bucket, region, version] = values.map((value) =>
      isAbsent(value) ? undefined : readString('util.dynamodb.toS3Object', value),
    );
    return { S: JSON.stringify({ s3: { key, bucket, region, version } }) };
  },
  fromS3ObjectJson: (_run: Run, value: unknown) => {
    const name = 'util.dynamodb.fromS3ObjectJson';
    return read(name, v.object({ s3: anyRecord }), parseJson(name, readString(name, value))).s3;
  },
};

/** Lists become `L` and objects `M`, never sets. */
function toAttributeValue(value: unknown): AttributeValue {
  return convert(value, toAttributeValue);
}

/** As `toAttributeValue`, but keeps the sets that `toStringSet` and its kin made: what the DynamoDB module writes. */
export function toAttributeValueWithSets(value: unknown): AttributeValue {
  if (isSet(value)) return value;
  return convert(value, toAttributeValueWithSets);
}

export function toAttributeMap(
  name: string,
  value: unknown,
  toValue: (value: unknown) => AttributeValue,
): AttributeMap {
  return mapValues(read(name, anyRecord, value), toValue);
}

function convert(value: unknown, inner: (value: unknown) => AttributeValue): AttributeValue {
  if (value === null || value === undefined) return { NULL: null };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(inner) };
  return { M: toAttributeMap('util.dynamodb', value, inner) };
}

export function isSet(value: unknown): value is AttributeValue {
  if (typeof value !== 'object' || value === null) return false;
  const [first, ...others] = Object.entries(value);
  return first !== undefined && others.length === 0 && SETS.includes(first[0]) && Array.isArray(first[1]);
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  toValue: (value: unknown) => AttributeValue,
): AttributeMap {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, toValue(value)]));
}

function typed(name: string, type: string, schema: v.GenericSchema) {
  return (_run: Run, value: unknown) =>
    isAbsent(value) ? null : { [type]: read(`util.dynamodb.${name}`, schema, value) };
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LibraryError(`${name}: not JSON: ${text}`);
  }
}
