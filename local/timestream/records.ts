import * as v from 'valibot';
import { invalid, parseInput } from './errors.ts';
import { doubleOf, integerOf } from './numbers.ts';
import { MEASURE_TYPES } from './storage/types.ts';
import type { Cell, Measure, MeasureType, Point } from './storage/types.ts';

/** "Quotas" in the Timestream Developer Guide. */
const MAX_RECORDS = 100;
const MAX_VALUE_LENGTH = 2048;

const NANOSECONDS = {
  NANOSECONDS: 1n,
  MICROSECONDS: 1_000n,
  MILLISECONDS: 1_000_000n,
  SECONDS: 1_000_000_000n,
} as const;

const dimension = v.object({
  Name: v.pipe(v.string(), v.minLength(1)),
  Value: v.string(),
  DimensionValueType: v.optional(v.literal('VARCHAR')),
});
const measureValue = v.object({
  Name: v.pipe(v.string(), v.minLength(1)),
  Value: v.pipe(v.string(), v.maxLength(MAX_VALUE_LENGTH)),
  Type: v.picklist(MEASURE_TYPES),
});
const record = v.object({
  Dimensions: v.optional(v.array(dimension)),
  MeasureName: v.optional(v.pipe(v.string(), v.minLength(1))),
  MeasureValue: v.optional(v.pipe(v.string(), v.maxLength(MAX_VALUE_LENGTH))),
  MeasureValueType: v.optional(v.picklist(['DOUBLE', 'BIGINT', 'VARCHAR', 'BOOLEAN', 'MULTI'])),
  MeasureValues: v.optional(v.array(measureValue)),
  Time: v.optional(v.string()),
  TimeUnit: v.optional(v.picklist(['NANOSECONDS', 'MICROSECONDS', 'MILLISECONDS', 'SECONDS'])),
  Version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
type WireRecord = v.InferOutput<typeof record>;

const writeInput = v.object({
  DatabaseName: v.string(),
  TableName: v.string(),
  CommonAttributes: v.optional(record),
  Records: v.pipe(v.array(record), v.minLength(1), v.maxLength(MAX_RECORDS)),
});

export interface WriteRequest {
  readonly database: string;
  readonly table: string;
  readonly points: readonly Point[];
}

/**
 * Parses the input of WriteRecords and merges the common attributes into its records.
 * Throws ValidationException for what the service refuses as a whole: the shape, overlapping dimensions, reserved names, values that
 * are not of their type.
 */
export function parseWriteRequest(input: unknown): WriteRequest {
  const { DatabaseName, TableName, CommonAttributes = {}, Records } = parseInput(writeInput, input);
  const points = Records.map((each, index) => pointOf(each, CommonAttributes, index));
  return { database: DatabaseName, table: TableName, points };
}

function pointOf(own: WireRecord, common: WireRecord, index: number): Point {
  const measureValues = [...(common.MeasureValues ?? []), ...(own.MeasureValues ?? [])];
  const merged = { ...common, ...own, MeasureValues: measureValues };
  const fail = (problem: string) => invalid(`Records.${index}: ${problem}`);
  const { MeasureName: measureName, Time: time, TimeUnit: unit = 'MILLISECONDS', Version: version = 1 } = merged;
  if (measureName === undefined) throw fail('MeasureName is missing');
  if (time === undefined) throw fail('Time is missing');
  const timeCount = integerOf(time);
  if (timeCount === undefined || timeCount < 0n) throw fail(`Time '${time}' is not a count of ${unit.toLowerCase()}`);
  return {
    index,
    dimensions: mergedDimensions(common, own, fail),
    measureName,
    measureType: merged.MeasureValueType ?? 'DOUBLE',
    measures: measuresOf(merged, NANOSECONDS[unit], fail),
    timeNs: timeCount * NANOSECONDS[unit],
    version: BigInt(version),
  };
}

type Fail = (problem: string) => Error;

function mergedDimensions(common: WireRecord, own: WireRecord, fail: Fail): (readonly [string, string])[] {
  const pairs = [...(common.Dimensions ?? []), ...(own.Dimensions ?? [])].map(
    ({ Name, Value }) => [Name, Value] as const,
  );
  for (const [name] of pairs) checkColumnName(name, fail);
  const names = new Set(pairs.map(([name]) => name));
  if (names.size !== pairs.length) throw fail('The names of dimensions must be unique');
  // The same dimensions in another order are the same series.
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

function measuresOf(merged: WireRecord, unitNs: bigint, fail: Fail): Measure[] {
  const { MeasureValueType: type = 'DOUBLE', MeasureValue: single, MeasureValues: multi = [] } = merged;
  if (type !== 'MULTI') {
    if (multi.length > 0) throw fail('MeasureValues is for the type MULTI only');
    if (single === undefined) throw fail('MeasureValue is missing');
    return [measureOf({ column: `measure_value::${type.toLowerCase()}`, type, value: single }, unitNs, fail)];
  }
  if (single !== undefined) throw fail('The type MULTI takes MeasureValues, not MeasureValue');
  if (multi.length === 0) throw fail('MeasureValues is missing');
  if (new Set(multi.map(({ Name }) => Name)).size !== multi.length)
    throw fail('The names of MeasureValues must be unique');
  return multi.map(({ Name, Type, Value }) => {
    checkColumnName(Name, fail);
    return measureOf({ column: Name, type: Type, value: Value }, unitNs, fail);
  });
}

interface WireMeasure {
  readonly column: string;
  readonly type: MeasureType;
  readonly value: string;
}

function measureOf({ column, type, value }: WireMeasure, unitNs: bigint, fail: Fail): Measure {
  const cell = cellOf(type, value, unitNs);
  if (cell === undefined) throw fail(`The measure value '${value}' is not a valid ${type}`);
  return { column, type, value: cell };
}

function cellOf(type: MeasureType, value: string, unitNs: bigint): Cell | undefined {
  switch (type) {
    case 'VARCHAR':
      return value;
    case 'DOUBLE':
      return doubleOf(value);
    case 'BIGINT':
      return integerOf(value);
    case 'BOOLEAN':
      return { true: true, false: false }[value.toLowerCase()];
    case 'TIMESTAMP': {
      const count = integerOf(value);
      return count === undefined || count < 0n ? undefined : count * unitNs;
    }
  }
}

/** "Quotas", System identifiers. The stand-in keeps to itself the names that a column cannot have in any database. */
function checkColumnName(name: string, fail: Fail): void {
  const isReserved = ['time', 'measure_name', 'measure_value'].includes(name.toLowerCase());
  if (isReserved || /^(ts_|measure_name|measure_value)/i.test(name)) throw fail(`The name '${name}' is reserved`);
  if (/[:\p{Cc}]/u.test(name)) throw fail(`The name '${name}' has a character that is not allowed`);
}
