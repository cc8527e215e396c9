import dynalite, { type Attributes, type Index } from 'dynalite/db/index.js';
import * as v from 'valibot';
import { notFound } from './errors.ts';
import type { IndexWrite, View } from './view.ts';

const KILOBYTE = 1024;

const ofTable = v.looseObject({ TableName: v.string(), CapacityUnits: v.number() });
const answered = v.looseObject({ ConsumedCapacity: v.union([ofTable, v.array(ofTable)]) });

/**
 * Adds to a write's answer, where it says what the write consumed, what its indexes consumed: dynalite counts the tables alone. An entry that stays as
 * it was costs nothing, one that is put, changed or deleted its size, and one whose key changes is deleted and put.
 * Source: Amazon DynamoDB Developer Guide, "Using Global Secondary Indexes in DynamoDB", Write capacity units.
 * @param input of the operation
 * @param output as dynalite answers, and {@link View} has what it wrote
 */
export function addIndexCapacity(view: View, input: Attributes, output: Attributes): Attributes {
  const parsed = v.safeParse(answered, output);
  if (!parsed.success) return output;
  const { ConsumedCapacity: consumed } = parsed.output;
  const isDetailed = input.ReturnConsumedCapacity === 'INDEXES';
  const add = (each: v.InferOutput<typeof ofTable>) => withIndexes(view, each, isDetailed);
  return { ...output, ConsumedCapacity: Array.isArray(consumed) ? consumed.map(add) : add(consumed) };
}

function withIndexes(view: View, consumed: v.InferOutput<typeof ofTable>, isDetailed: boolean): Attributes {
  const { description } = view.table(consumed.TableName, notFound);
  const unitsOf = (indexes: readonly Index[] = []) =>
    indexes.flatMap(({ IndexName: name }) => {
      const units = sum(view.indexWrites(consumed.TableName, name).map(unitsOfWrite));
      return units > 0 ? [[name, { CapacityUnits: units }] as const] : [];
    });
  const local = unitsOf(description.LocalSecondaryIndexes);
  const global = unitsOf(description.GlobalSecondaryIndexes);
  return {
    ...consumed,
    CapacityUnits: consumed.CapacityUnits + sum([...local, ...global].map(([, { CapacityUnits }]) => CapacityUnits)),
    ...(isDetailed && local.length > 0 && { LocalSecondaryIndexes: Object.fromEntries(local) }),
    ...(isDetailed && global.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(global) }),
  };
}

function unitsOfWrite({ before, after }: IndexWrite): number {
  const sizes = [before, after].map((entry) => (entry ? dynalite.itemSize(entry) : 0));
  return Math.max(1, Math.ceil(Math.max(...sizes) / KILOBYTE));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
