/**
 * Functions of Timestream that DuckDB has under another name. They are renamed and not wrapped in macros, as macros take neither
 * FILTER nor OVER. `approx_percentile` is exact here, which is within any error that Timestream may make.
 */
export const RENAMED_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  // Timestream answers the first argument also where it is NULL; DuckDB's max_by skips it.
  ['max_by', 'arg_max_null'],
  ['min_by', 'arg_min_null'],
  ['approx_percentile', 'quantile_disc'],
  ['approx_distinct', 'approx_count_distinct'],
  ['arbitrary', 'any_value'],
  ['every', 'bool_and'],
  ['bitwise_and_agg', 'bit_and'],
  ['bitwise_or_agg', 'bit_or'],
  // DuckDB's parser takes IF with three arguments only.
  ['if', 'ts_if'],
]);

const DATE_AND_TIME = `now current_timezone ago bin from_nanoseconds from_milliseconds from_unixtime to_nanoseconds to_milliseconds
  to_unixtime from_iso8601_timestamp from_iso8601_date to_iso8601 date last_day_of_month date_trunc date_add date_diff year quarter
  month week day hour minute second day_of_month week_of_year day_of_week dow day_of_year doy year_of_week yow millisecond
  nanosecond date_format date_parse format_datetime parse_datetime`;

const AGGREGATES = `avg bool_and bool_or corr count count_star count_if covar_pop covar_samp max min stddev stddev_pop stddev_samp sum
  var_pop var_samp variance array_agg regr_intercept regr_slope geometric_mean`;

const WINDOWS = 'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value';

const MATHS = `abs acos asin atan atan2 cbrt ceil ceiling cos cosh degrees e exp floor greatest least ln log2 log10 mod pi pow power
  radians rand random round sign sin sinh sqrt tan tanh to_base truncate is_nan is_finite is_infinite infinity nan bitwise_and
  bitwise_or bitwise_xor bitwise_not`;

const STRINGS = `chr codepoint concat hamming_distance length levenshtein_distance lower lpad ltrim position regexp_extract
  regexp_extract_all regexp_like regexp_replace regexp_split replace reverse rpad rtrim split split_part strpos substr substring
  trim upper`;

const ARRAYS = `sequence cardinality element_at array_distinct array_join array_max array_min array_position array_remove array_sort slice
  contains row`;

const TIME_SERIES = `create_time_series interpolate_linear interpolate_locf interpolate_fill derivative_linear
  non_negative_derivative_linear integral_trapezoidal`;

/** Functions that take a function such as `x -> x + 1`. */
export const LAMBDA_FUNCTIONS: ReadonlySet<string> = new Set(['filter', 'transform', 'reduce']);

/** What DuckDB's parser makes of operators and keywords, and what the translation writes. */
const OPERATORS = `+ - * / // % nullif || ~~ !~~ like_escape not_like_escape to_microseconds to_months date_part`;

/** Functions that may stand in a checked statement. */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set(
  [
    DATE_AND_TIME,
    AGGREGATES,
    WINDOWS,
    MATHS,
    STRINGS,
    ARRAYS,
    TIME_SERIES,
    OPERATORS,
    ...LAMBDA_FUNCTIONS,
    ...RENAMED_FUNCTIONS.values(),
  ]
    .join(' ')
    .split(/\s+/)
    .filter((name) => ![...RENAMED_FUNCTIONS.keys()].includes(name)),
);

/** The names that a query itself must not use, though a checked statement may have them. */
export const INTERNAL_FUNCTIONS: ReadonlySet<string> = new Set([
  ...[...RENAMED_FUNCTIONS.values()].filter((name) => name !== 'bool_and'),
  'to_microseconds',
  'to_months',
  'date_part',
  'like_escape',
  'not_like_escape',
  'count_star',
]);

/** The fields of EXTRACT. */
export const EXTRACT_FIELDS: ReadonlySet<string> = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'day_of_month',
  'day_of_week',
  'dow',
  'day_of_year',
  'doy',
  'year_of_week',
  'yow',
]);
