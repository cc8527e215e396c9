import { DuckDBTypeId } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';
import { invalid } from '../errors.ts';

/** A double as `Double.toString` of Java has it, as in the pages of a query: `1.0`, `1.5E300`. */
function doubleText(x: string): string {
  return `main.ts_double_text(${x})`;
}

const DAY_NS = '86400000000000';

/** `d hh:mm:ss.nnnnnnnnn`. */
function intervalText(x: string): string {
  const ns = `epoch_ns(${x})`;
  return `CASE WHEN datepart('year', ${x}) <> 0 OR datepart('month', ${x}) <> 0
      THEN error('An interval of months or years is not supported here as a result')
    ELSE CASE WHEN ${ns} < 0 THEN '-' ELSE '' END || (abs(${ns}) // ${DAY_NS}) || ' ' ||
      strftime(make_timestamp_ns(abs(${ns}) % ${DAY_NS}), '%H:%M:%S.%n') END`;
}

type Conversion = (column: string) => string;

const asIs: Conversion = (x) => x;
const cast =
  (type: string): Conversion =>
  (x) =>
    `CAST(${x} AS ${type})`;

interface Conversions {
  /** To the type that Timestream has for it. */
  readonly typed: Conversion;
  /** To text, as in the pages of a query; applied to what `typed` gives. */
  readonly text: Conversion;
  /** Whether that text can have any characters. */
  readonly isText: boolean;
}

const whole: Conversions = { typed: asIs, text: cast('VARCHAR'), isText: false };
const big: Conversions = { typed: cast('BIGINT'), text: cast('VARCHAR'), isText: false };
const double: Conversions = { typed: cast('DOUBLE'), text: doubleText, isText: false };
const timestamp: Conversions = {
  typed: cast('TIMESTAMP_NS'),
  text: (x) => `strftime(${x}, '%Y-%m-%d %H:%M:%S.%n')`,
  isText: false,
};

/** "Supported data types" in the Timestream Developer Guide, without `time` and `unknown`, which UNLOAD does not take. */
const CONVERSIONS: Readonly<Partial<Record<DuckDBTypeId, Conversions>>> = {
  [DuckDBTypeId.BOOLEAN]: whole,
  [DuckDBTypeId.TINYINT]: whole,
  [DuckDBTypeId.SMALLINT]: whole,
  [DuckDBTypeId.INTEGER]: whole,
  [DuckDBTypeId.BIGINT]: big,
  [DuckDBTypeId.UBIGINT]: big,
  [DuckDBTypeId.HUGEINT]: big,
  [DuckDBTypeId.FLOAT]: double,
  [DuckDBTypeId.DOUBLE]: double,
  [DuckDBTypeId.DECIMAL]: double,
  [DuckDBTypeId.VARCHAR]: { typed: asIs, text: asIs, isText: true },
  [DuckDBTypeId.DATE]: whole,
  [DuckDBTypeId.TIMESTAMP]: timestamp,
  [DuckDBTypeId.TIMESTAMP_NS]: timestamp,
  [DuckDBTypeId.INTERVAL]: { typed: asIs, text: intervalText, isText: false },
};

/** How a column of this type is exported. Throws ValidationException for a type that is not. */
export function conversionsOf(type: DuckDBType): Conversions {
  const conversions = CONVERSIONS[type.typeId];
  if (!conversions) throw invalid(`UNLOAD of a column of the type ${type.toString()} is not supported here`);
  return conversions;
}
