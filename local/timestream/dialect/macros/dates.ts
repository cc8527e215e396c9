/**
 * "Date / time functions" in the Timestream Developer Guide, as macros over DuckDB's own (`system.main`). None declares the types of its
 * parameters: an overload is chosen before DuckDB knows the type of an aggregate, so the wrong one would run.
 */

const ns = (moment: string): string => `epoch_ns(CAST(${moment} AS TIMESTAMP_NS))`;

/** Microseconds: DuckDB adds intervals to those, so the nanoseconds below are put back. */
const SHIFTED = `make_timestamp_ns(epoch_ns(CAST(CAST(moment AS TIMESTAMP) + span AS TIMESTAMP_NS)) + ${ns('moment')} % 1000)`;

/** Whole bins since 1970, before which Timestream has no times. */
const BINNED = `make_timestamp_ns(${ns('moment')} - ${ns('moment')} % epoch_ns(span))`;

const EXACT_UNITS = `CASE lower(unit)
  WHEN 'nanosecond' THEN 1 WHEN 'microsecond' THEN 1000 WHEN 'millisecond' THEN 1000000 WHEN 'second' THEN 1000000000
  WHEN 'minute' THEN 60000000000 WHEN 'hour' THEN 3600000000000 WHEN 'day' THEN 86400000000000 WHEN 'week' THEN 604800000000000
  END`;

const unknownUnit = (units: string): string => `error('The unit ''' || unit || ''' is not one of ${units}')`;

const EVERY_UNIT = 'nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year';

const MONTHS = `CASE lower(unit) WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'year' THEN 12 ELSE ${unknownUnit(EVERY_UNIT)} END`;

/**
 * `b` in whole microseconds, DuckDB's own, from where `a` has no nanoseconds: rounded towards `a`, so that no unit is complete that is
 * not.
 */
const COMPARED_TO_A = `make_timestamp((${ns('b')} - ${ns('a')} % 1000 + CASE WHEN ${ns('b')} < ${ns('a')} THEN 999 ELSE 0 END) // 1000)`;

/** Units that are complete between two moments, as in Trino; DuckDB's date_diff counts boundaries. */
const DIFFERENCE = `CASE WHEN ${EXACT_UNITS} IS NOT NULL
  THEN (${ns('b')} - ${ns('a')}) // ${EXACT_UNITS}
  ELSE system.main.date_sub('month', CAST(CAST(a AS TIMESTAMP_NS) AS TIMESTAMP), ${COMPARED_TO_A}) // ${MONTHS} END`;

const TRUNCATED = `CASE WHEN lower(unit) IN ('millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year')
  THEN CAST(system.main.date_trunc(lower(unit), CAST(moment AS TIMESTAMP_NS)) AS TIMESTAMP_NS)
  ELSE ${unknownUnit('second, minute, hour, day, week, month, quarter, year')} END`;

const field = (name: string, part = name): string => `${name}(x) AS date_part('${part}', CAST(x AS TIMESTAMP_NS))`;

export const DATE_MACROS: readonly string[] = [
  `now() AS make_timestamp_ns(CAST(getvariable('ts_now_ms') AS BIGINT) * 1000000)`,
  `current_timezone() AS 'UTC'`,
  `ts_shift(moment, span) AS ${SHIFTED}`,
  `ts_shift_date(day, span) AS CAST(day + span AS DATE)`,
  `ago(span) AS ts_shift(now(), -span)`,
  `bin(moment, span) AS ${BINNED}`,
  `from_nanoseconds(ns) AS make_timestamp_ns(CAST(ns AS BIGINT))`,
  `from_milliseconds(ms) AS make_timestamp_ns(CAST(ms AS BIGINT) * 1000000)`,
  `from_unixtime(seconds) AS make_timestamp_ns(CAST(round(seconds * 1000) AS BIGINT) * 1000000)`,
  `to_nanoseconds(x) AS epoch_ns(x)`,
  `to_milliseconds(x) AS epoch_ns(x) // 1000000`,
  `to_unixtime(moment) AS CAST(${ns('moment')} AS DOUBLE) / 1e9`,
  `from_iso8601_timestamp(x) AS CAST(x AS TIMESTAMP_NS)`,
  `from_iso8601_date(x) AS CAST(x AS DATE)`,
  `to_iso8601(x) AS replace(CAST(x AS VARCHAR), ' ', 'T')`,
  `date(x) AS CAST(CAST(x AS TIMESTAMP_NS) AS DATE)`,
  `last_day_of_month(x) AS last_day(CAST(x AS TIMESTAMP))`,
  `date_trunc(unit, moment) AS ${TRUNCATED}`,
  `date_add(unit, amount, moment) AS CASE WHEN ${EXACT_UNITS} IS NOT NULL
     THEN make_timestamp_ns(${ns('moment')} + amount * ${EXACT_UNITS})
     ELSE ts_shift(moment, to_months(CAST(amount * ${MONTHS} AS INTEGER))) END`,
  `date_diff(unit, a, b) AS ${DIFFERENCE}`,
  ...['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'].map((name) => field(name)),
  field('day_of_month', 'day'),
  field('week_of_year', 'week'),
  ...['day_of_week', 'dow'].map((name) => field(name, 'isodow')),
  ...['day_of_year', 'doy'].map((name) => field(name, 'doy')),
  ...['year_of_week', 'yow'].map((name) => field(name, 'isoyear')),
  `ts_format(moment, format) AS strftime(CAST(moment AS TIMESTAMP_NS), format)`,
  `ts_parse(text, format) AS CAST(strptime(text, format) AS TIMESTAMP_NS)`,
  `millisecond(x) AS ${ns('x')} // 1000000 % 1000`,
  `nanosecond(x) AS ${ns('x')} % 1000000000`,
];
