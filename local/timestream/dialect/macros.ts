/**
 * Timestream's functions that DuckDB lacks or understands otherwise, as macros over DuckDB's own (`system.main`). None declares the
 * types of its parameters: an overload is chosen before DuckDB knows the type of an aggregate, so the wrong one would run.
 * Sources: Timestream Developer Guide, "Date / time functions", "Mathematical functions", "String functions".
 */

/** Microseconds: DuckDB adds intervals to those, so the nanoseconds below are put back. */
const SHIFTED = `make_timestamp_ns(
  epoch_ns(CAST(CAST(moment AS TIMESTAMP) + span AS TIMESTAMP_NS)) + epoch_ns(CAST(moment AS TIMESTAMP_NS)) % 1000)`;

const EXACT_UNITS = `CASE unit
  WHEN 'nanosecond' THEN 1 WHEN 'microsecond' THEN 1000 WHEN 'millisecond' THEN 1000000 WHEN 'second' THEN 1000000000
  WHEN 'minute' THEN 60000000000 WHEN 'hour' THEN 3600000000000 WHEN 'day' THEN 86400000000000 WHEN 'week' THEN 604800000000000
  END`;

const MONTHS = `CASE unit WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'year' THEN 12
  ELSE error('The unit ' || unit || ' is not one of second, minute, hour, day, week, month, quarter, year') END`;

const DATE_DIFF_UNITS = `CASE unit WHEN 'nanosecond' THEN epoch_ns(b) - epoch_ns(a) ELSE system.main.date_sub(unit, a, b) END`;

const ALL_PRESENT = (names: readonly string[], value: string) =>
  `CASE WHEN ${names.map((name) => `${name} IS NULL`).join(' OR ')} THEN NULL ELSE ${value} END`;

/** One macro for each number of arguments that `build` is asked for. */
function variadic(name: string, build: (parameters: readonly string[]) => string): string {
  const parameters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const overloads = parameters
    .map((_, index) => parameters.slice(0, index + 1))
    .slice(1)
    .map((taken) => `(${taken.join(', ')}) AS ${build(taken)}`);
  return `${name}${overloads.join(', ')}`;
}

const macros = [
  `now() AS make_timestamp_ns(CAST(getvariable('ts_now_ms') AS BIGINT) * 1000000)`,
  `current_timezone() AS 'UTC'`,
  `ts_shift(moment, span) AS ${SHIFTED}`,
  `ts_shift_date(day, span) AS CAST(day + span AS DATE)`,
  `ago(span) AS ts_shift(now(), -span)`,
  `bin(moment, span) AS make_timestamp_ns(
     epoch_ns(CAST(moment AS TIMESTAMP_NS)) - epoch_ns(CAST(moment AS TIMESTAMP_NS)) % epoch_ns(span))`,
  `from_nanoseconds(ns) AS make_timestamp_ns(CAST(ns AS BIGINT))`,
  `from_milliseconds(ms) AS make_timestamp_ns(CAST(ms AS BIGINT) * 1000000)`,
  `from_unixtime(seconds) AS make_timestamp_ns(CAST(round(seconds * 1000) AS BIGINT) * 1000000)`,
  `to_nanoseconds(x) AS epoch_ns(x)`,
  `to_milliseconds(x) AS epoch_ns(x) // 1000000`,
  `to_unixtime(moment) AS CAST(epoch_ns(CAST(moment AS TIMESTAMP_NS)) AS DOUBLE) / 1e9`,
  `from_iso8601_timestamp(x) AS CAST(x AS TIMESTAMP_NS)`,
  `from_iso8601_date(x) AS CAST(x AS DATE)`,
  `to_iso8601(x) AS replace(CAST(x AS VARCHAR), ' ', 'T')`,
  `date(x) AS CAST(CAST(x AS TIMESTAMP_NS) AS DATE)`,
  `last_day_of_month(x) AS last_day(CAST(x AS TIMESTAMP))`,
  `date_trunc(unit, moment) AS CAST(system.main.date_trunc(unit, CAST(moment AS TIMESTAMP_NS)) AS TIMESTAMP_NS)`,
  `date_add(unit, amount, moment) AS CASE WHEN ${EXACT_UNITS} IS NOT NULL
     THEN make_timestamp_ns(epoch_ns(CAST(moment AS TIMESTAMP_NS)) + amount * ${EXACT_UNITS})
     ELSE ts_shift(moment, to_months(CAST(amount * ${MONTHS} AS INTEGER))) END`,
  `date_diff(unit, a, b) AS ${DATE_DIFF_UNITS}`,
  ...['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'].map(
    (part) => `${part}(x) AS date_part('${part}', CAST(x AS TIMESTAMP_NS))`,
  ),
  `day_of_month(x) AS date_part('day', CAST(x AS TIMESTAMP_NS))`,
  `week_of_year(x) AS date_part('week', CAST(x AS TIMESTAMP_NS))`,
  ...['day_of_week', 'dow'].map((name) => `${name}(x) AS date_part('isodow', CAST(x AS TIMESTAMP_NS))`),
  ...['day_of_year', 'doy'].map((name) => `${name}(x) AS date_part('doy', CAST(x AS TIMESTAMP_NS))`),
  ...['year_of_week', 'yow'].map((name) => `${name}(x) AS date_part('isoyear', CAST(x AS TIMESTAMP_NS))`),
  `millisecond(x) AS epoch_ns(CAST(x AS TIMESTAMP_NS)) // 1000000 % 1000`,
  `nanosecond(x) AS epoch_ns(CAST(x AS TIMESTAMP_NS)) % 1000000000`,
  `is_nan(x) AS isnan(x)`,
  `is_finite(x) AS isfinite(x)`,
  `is_infinite(x) AS isinf(x)`,
  `infinity() AS CAST('Infinity' AS DOUBLE)`,
  `nan() AS CAST('NaN' AS DOUBLE)`,
  `e() AS exp(1e0)`,
  `truncate(x) AS trunc(x)`,
  `rand() AS system.main.random()`,
  `regexp_like(text, pattern) AS regexp_matches(text, pattern)`,
  `split(text, delimiter) AS string_split(text, delimiter)`,
  variadic('greatest', (names) => ALL_PRESENT(names, `system.main.greatest(${names.join(', ')})`)),
  variadic('least', (names) => ALL_PRESENT(names, `system.main.least(${names.join(', ')})`)),
  variadic('concat', (names) => names.join(' || ')),
];

/** SQL that makes the macros. Run on every start: a later version of the stand-in may define them otherwise. */
export const MACROS = macros.map((macro) => `CREATE OR REPLACE MACRO main.${macro};`).join('\n');
