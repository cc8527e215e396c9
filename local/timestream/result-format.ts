import {
  DuckDBDateValue,
  DuckDBIntervalValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBDecimalValue,
  DuckDBTypeId,
} from '@duckdb/node-api';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { UNNAMED_FIELD } from './dialect/rewrite/arrays.ts';
import { invalid } from './errors.ts';

/** `Type` of a ColumnInfo, as Query answers it. */
export type WireType =
  | { readonly ScalarType: string }
  | { readonly ArrayColumnInfo: { readonly Type: WireType } }
  | { readonly TimeSeriesMeasureValueColumnInfo: { readonly Type: WireType } }
  | { readonly RowColumnInfo: readonly { readonly Name?: string; readonly Type: WireType }[] };

export type Datum =
  | { readonly ScalarValue: string }
  | { readonly NullValue: true }
  | { readonly ArrayValue: readonly Datum[] }
  | { readonly TimeSeriesValue: readonly { readonly Time: string; readonly Value: Datum }[] }
  | { readonly RowValue: { readonly Data: readonly Datum[] } };

const SCALAR_TYPES: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.BOOLEAN]: 'BOOLEAN',
  [DuckDBTypeId.TINYINT]: 'INTEGER',
  [DuckDBTypeId.SMALLINT]: 'INTEGER',
  [DuckDBTypeId.INTEGER]: 'INTEGER',
  [DuckDBTypeId.BIGINT]: 'BIGINT',
  [DuckDBTypeId.UBIGINT]: 'BIGINT',
  // A sum of 64-bit integers.
  [DuckDBTypeId.HUGEINT]: 'BIGINT',
  [DuckDBTypeId.FLOAT]: 'DOUBLE',
  [DuckDBTypeId.DOUBLE]: 'DOUBLE',
  [DuckDBTypeId.DECIMAL]: 'DOUBLE',
  [DuckDBTypeId.VARCHAR]: 'VARCHAR',
  [DuckDBTypeId.DATE]: 'DATE',
  [DuckDBTypeId.TIME]: 'TIME',
  [DuckDBTypeId.TIMESTAMP]: 'TIMESTAMP',
  [DuckDBTypeId.TIMESTAMP_NS]: 'TIMESTAMP',
  [DuckDBTypeId.INTERVAL]: 'INTERVAL_DAY_TO_SECOND',
  [DuckDBTypeId.SQLNULL]: 'UNKNOWN',
};

/** The wire form of a column's type. Throws ValidationException for one that Timestream does not have. */
export function wireType(type: DuckDBType): WireType {
  const series = seriesValueType(type);
  if (series) return { TimeSeriesMeasureValueColumnInfo: { Type: wireType(series) } };
  if (type instanceof DuckDBListType) return { ArrayColumnInfo: { Type: wireType(type.valueType) } };
  if (type instanceof DuckDBStructType)
    return {
      RowColumnInfo: type.entryTypes.map((entry, index) => ({
        ...fieldName(type.entryNames[index] ?? ''),
        Type: wireType(entry),
      })),
    };
  const scalar = SCALAR_TYPES[type.typeId];
  if (scalar === undefined) throw invalid(`A result of the type ${type.toString()} is not supported here`);
  return { ScalarType: scalar };
}

/** The type of the values of a time series, which is a list of (time, value); `undefined` for all else. */
function seriesValueType(type: DuckDBType): DuckDBType | undefined {
  const point = type instanceof DuckDBListType ? type.valueType : undefined;
  if (!(point instanceof DuckDBStructType) || point.entryNames.join() !== 'time,value') return undefined;
  return point.entryTypes[0]?.typeId === DuckDBTypeId.TIMESTAMP_NS ? point.entryTypes[1] : undefined;
}

function fieldName(name: string): { readonly Name?: string } {
  return UNNAMED_FIELD.test(name) ? {} : { Name: name };
}

/** What turns values of a type into the form that Query answers: every scalar is a string. */
export function encoder(type: DuckDBType): (value: DuckDBValue) => Datum {
  const encode = presentEncoder(type);
  return (value) => (value === null ? { NullValue: true } : encode(value));
}

function presentEncoder(type: DuckDBType): (value: DuckDBValue) => Datum {
  const series = seriesValueType(type);
  if (series) return seriesEncoder(series);
  if (type instanceof DuckDBListType) {
    const item = encoder(type.valueType);
    return (value) => ({ ArrayValue: value instanceof DuckDBListValue ? value.items.map(item) : [] });
  }
  if (type instanceof DuckDBStructType) {
    const fields = type.entryTypes.map((entry, index) => ({
      name: type.entryNames[index] ?? '',
      encode: encoder(entry),
    }));
    return (value) => ({
      RowValue: {
        Data: fields.map(({ name, encode }) =>
          encode(value instanceof DuckDBStructValue ? (value.entries[name] ?? null) : null),
        ),
      },
    });
  }
  const isDouble = SCALAR_TYPES[type.typeId] === 'DOUBLE';
  return (value) => ({ ScalarValue: typeof value === 'number' && isDouble ? doubleText(value) : scalarText(value) });
}

function seriesEncoder(type: DuckDBType): (value: DuckDBValue) => Datum {
  const encode = encoder(type);
  return (value) => ({
    TimeSeriesValue: (value instanceof DuckDBListValue ? value.items : []).map((point) => {
      const { time = null, value: measured = null } = point instanceof DuckDBStructValue ? point.entries : {};
      return { Time: scalarText(time), Value: encode(measured) };
    }),
  });
}

function scalarText(value: DuckDBValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return integerText(value);
  if (value instanceof DuckDBTimestampNanosecondsValue) return momentText(value.nanos);
  if (value instanceof DuckDBTimestampValue) return momentText(value.micros * 1_000n);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimeValue) return clockText(value.micros * 1_000n);
  if (value instanceof DuckDBIntervalValue) return intervalText(value);
  if (value instanceof DuckDBDecimalValue) return doubleText(value.toDouble());
  throw new TypeError('The database answered a value of an unexpected type');
}

function integerText(value: bigint): string {
  if (BigInt.asIntN(64, value) !== value) throw invalid(`bigint overflow: ${value.toString()}`);
  return value.toString();
}

/**
 * A double as Java prints it: at least one digit after the point, and an exponent outside 10^-3 to 10^7
 * (Java SE API, "Double.toString").
 */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

const SECOND_NS = 1_000_000_000n;
const DAY_NS = 86_400n * SECOND_NS;

/** `YYYY-MM-DD hh:mm:ss.nnnnnnnnn` in UTC. */
export function timestampText(ns: bigint): string {
  let seconds = ns / SECOND_NS;
  let fraction = ns % SECOND_NS;
  if (fraction < 0n) {
    seconds -= 1n;
    fraction += SECOND_NS;
  }
  const iso = new Date(Number(seconds) * 1_000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${fraction.toString().padStart(9, '0')}`;
}

/** "Date / time functions": an operation that results in a negative time is an error. */
function momentText(ns: bigint): string {
  if (ns < 0n) throw invalid('A time before 1970 is not supported as a result');
  return timestampText(ns);
}

function clockText(ns: bigint): string {
  return timestampText(ns).slice(11);
}

/** `d hh:mm:ss.nnnnnnnnn`. */
function intervalText({ months, days, micros }: DuckDBIntervalValue): string {
  if (months !== 0) throw invalid('An interval of months or years is not supported here as a result');
  const ns = BigInt(days) * DAY_NS + micros * 1_000n;
  const magnitude = ns < 0n ? -ns : ns;
  return `${ns < 0n ? '-' : ''}${(magnitude / DAY_NS).toString()} ${clockText(magnitude % DAY_NS)}`;
}
