/**
 * "Mathematical functions" and "Conversion functions" in the Timestream Developer Guide, as macros. Trino's mathematics are those of
 * Java: out of its domain a function is NaN, where DuckDB ends the query.
 */

const NAN = `CAST('NaN' AS DOUBLE)`;
const MINUS_INFINITY = `CAST('-Infinity' AS DOUBLE)`;

const logarithm = (name: string): string =>
  `${name}(x) AS CASE WHEN x < 0 THEN ${NAN} WHEN x = 0 THEN ${MINUS_INFINITY} ELSE system.main.${name}(x) END`;

const within1 = (name: string): string =>
  `${name}(x) AS CASE WHEN abs(x) > 1 THEN ${NAN} ELSE system.main.${name}(x) END`;

const isDouble = (x: string): string => `typeof(${x}) = 'DOUBLE'`;

/** The digits of a plain decimal text as Java's exponents have them: one before the point, at least one after it. */
const scientific = (digits: string, exponent: string): string =>
  `left(${digits}, 1) || '.' || CASE WHEN length(${digits}) > 1 THEN substring(${digits}, 2) ELSE '0' END || 'E' || ${exponent}`;

const integerDigits = `regexp_replace(replace(t, '.', ''), '0+$', '')`;
const fractionDigits = `regexp_replace(replace(t, '.', ''), '^0+', '')`;
const leadingZeros = `length(regexp_extract(t, '^0\\.(0*)', 1))`;

/** The text of a positive finite double, from DuckDB's text of it. */
const JAVA_TEXT = `CASE
  WHEN contains(t, 'e') THEN split_part(t, 'e', 1) || CASE WHEN contains(t, '.') THEN '' ELSE '.0' END
    || 'E' || CAST(CAST(split_part(t, 'e', 2) AS INTEGER) AS VARCHAR)
  WHEN x >= 1e7 THEN ${scientific(integerDigits, `CAST(length(split_part(t, '.', 1)) - 1 AS VARCHAR)`)}
  WHEN x < 1e-3 THEN ${scientific(fractionDigits, `CAST(-${leadingZeros} - 1 AS VARCHAR)`)}
  ELSE t END`;

/** One macro for each number of arguments that `build` is asked for. */
export function variadic(name: string, build: (parameters: readonly string[]) => string): string {
  const parameters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const overloads = parameters
    .map((_, index) => parameters.slice(0, index + 1))
    .slice(1)
    .map((taken) => `(${taken.join(', ')}) AS ${build(taken)}`);
  return `${name}${overloads.join(', ')}`;
}

const allPresent = (names: readonly string[], value: string): string =>
  `CASE WHEN ${names.map((name) => `${name} IS NULL`).join(' OR ')} THEN NULL ELSE ${value} END`;

export const NUMBER_MACROS: readonly string[] = [
  `ts_divisor(a, b) AS
     CASE WHEN b = 0 THEN error(CASE WHEN ${isDouble('a')} OR ${isDouble('b')}
       THEN 'The division of a double by zero is not supported here' ELSE 'Division by zero' END) ELSE b END`,
  `ts_positive_text(x, t) AS ${JAVA_TEXT}`,
  `ts_double_text(x) AS CASE
     WHEN isnan(x) THEN 'NaN'
     WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
     WHEN x = 0 THEN CAST(x AS VARCHAR)
     ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || ts_positive_text(abs(x), CAST(abs(x) AS VARCHAR)) END`,
  `ts_to_varchar(x) AS CASE typeof(x)
     WHEN 'DOUBLE' THEN ts_double_text(TRY_CAST(x AS DOUBLE))
     WHEN 'TIMESTAMP_NS' THEN strftime(TRY_CAST(x AS TIMESTAMP_NS), '%Y-%m-%d %H:%M:%S.%n')
     ELSE CAST(x AS VARCHAR) END`,
  ...['bigint', 'integer'].map(
    (type) => `ts_to_${type}(x) AS
      CASE WHEN ${isDouble('x')} THEN CAST(round(TRY_CAST(x AS DOUBLE)) AS ${type}) ELSE CAST(x AS ${type}) END`,
  ),
  ...['ln', 'log2', 'log10'].map(logarithm),
  ...['acos', 'asin'].map(within1),
  `sqrt(x) AS CASE WHEN x < 0 THEN ${NAN} ELSE system.main.sqrt(x) END`,
  `is_nan(x) AS isnan(x)`,
  `is_finite(x) AS isfinite(x)`,
  `is_infinite(x) AS isinf(x)`,
  `infinity() AS CAST('Infinity' AS DOUBLE)`,
  `nan() AS ${NAN}`,
  `e() AS exp(1e0)`,
  `truncate(x) AS trunc(x)`,
  ...['rand', 'random'].map(
    (name) => `${name}() AS system.main.random(),
      (n) AS CAST(floor(system.main.random() * n) AS BIGINT),
      (m, n) AS CAST(m + floor(system.main.random() * (n - m)) AS BIGINT)`,
  ),
  `to_base(x, radix) AS lower(system.main.to_base(x, radix))`,
  `bitwise_and(a, b) AS a & b`,
  `bitwise_or(a, b) AS a | b`,
  `bitwise_xor(a, b) AS xor(a, b)`,
  `bitwise_not(a) AS ~a`,
  variadic('greatest', (names) => allPresent(names, `system.main.greatest(${names.join(', ')})`)),
  variadic('least', (names) => allPresent(names, `system.main.least(${names.join(', ')})`)),
];
