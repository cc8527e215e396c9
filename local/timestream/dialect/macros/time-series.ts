/**
 * "Time-series functions" in the Timestream Developer Guide, as macros. A time series is a list of (time, value), in order of time. It
 * travels into lambdas as the element of a list, as those must not hold an aggregate. What the guide leaves open is refused.
 */

const failure = (text: string): string => `error('${text}')`;

const before = 'list_filter(series, b -> b.time <= moment)[-1]';
const after = 'list_filter(series, a -> a.time >= moment)[1]';

const LINEAR = `list_transform([struct_pack("previous" := ${before}, "next" := ${after})], n -> CASE
  WHEN n.previous IS NULL OR n.next IS NULL
    THEN ${failure('interpolate_linear is not supported here at a time before the first or after the last of the time series')}
  WHEN n.previous.time = n.next.time THEN CAST(n.previous.value AS DOUBLE)
  ELSE n.previous.value + CAST(n.next.value - n.previous.value AS DOUBLE)
    * CAST(epoch_ns(moment) - epoch_ns(n.previous.time) AS DOUBLE)
    / CAST(epoch_ns(n.next.time) - epoch_ns(n.previous.time) AS DOUBLE) END)[1]`;

const LOCF = `list_transform([struct_pack("previous" := ${before})], n -> CASE
  WHEN n.previous IS NULL
    THEN ${failure('interpolate_locf is not supported here at a time before the first of the time series')}
  ELSE n.previous.value END)[1]`;

const FILL = `coalesce(list_filter(series, p -> p.time = moment)[1].value, fill)`;

/** A function of a time series and a moment, and the one of a time series and a list of moments. */
const interpolation = (name: string, more = ''): string[] => [
  `ts_${name}(series, moment${more}) AS list_transform([struct_pack(series := series, moment := CAST(moment AS TIMESTAMP_NS))],
     q -> ts_point_${name}(q.series, q.moment${more}))[1]`,
  `ts_${name}_series(series, moments${more}) AS list_transform([struct_pack(series := series, moments := moments)],
     q -> list_transform(q.moments, m -> struct_pack("time" := m, "value" := ts_point_${name}(q.series, m${more}))))[1]`,
];

const pairs = 'range(2, len(series) + 1)';
const step = (i: string): string => `CAST(epoch_ns(q[${i}].time) - epoch_ns(q[${i} - 1].time) AS DOUBLE)`;

/** Of each point but the first: the change of the value since the point before it, for a span of time. */
const DERIVATIVE = `list_transform([series], q -> list_transform(${pairs.replace('series', 'q')}, i -> struct_pack(
  "time" := q[i].time, "value" := (q[i].value - q[i - 1].value) / ${step('i')} * epoch_ns(span))))[1]`;

const INTEGRAL = `list_transform([series], q -> coalesce(list_sum(list_transform(${pairs.replace('series', 'q')}, i ->
  (q[i].value + q[i - 1].value) / 2e0 * ${step('i')} / epoch_ns(span))), 0e0))[1]`;

export const TIME_SERIES_MACROS: readonly string[] = [
  `ts_present(value) AS CASE WHEN value IS NULL
     THEN ${failure('create_time_series takes no NULL as a value')} ELSE value END`,
  `ts_series(points) AS CASE WHEN len(list_distinct(list_transform(points, p -> p.time))) < len(points)
     THEN ${failure('create_time_series of two values at the same time is not supported here')} ELSE points END`,
  `ts_point_linear(series, moment) AS ${LINEAR}`,
  `ts_point_locf(series, moment) AS ${LOCF}`,
  `ts_point_fill(series, moment, fill) AS ${FILL}`,
  ...interpolation('linear'),
  ...interpolation('locf'),
  ...interpolation('fill', ', fill'),
  `derivative_linear(series, span) AS ${DERIVATIVE}`,
  `non_negative_derivative_linear(series, span) AS list_filter(derivative_linear(series, span), p -> p.value >= 0)`,
  `ts_integral(series, span) AS ${INTEGRAL}`,
  `integral_trapezoidal(series) AS ts_integral(series, to_microseconds(1000000)),
   (series, span) AS ts_integral(series, span)`,
  `ts_sequence(first, last, step) AS list_transform(
     ts_steps(epoch_ns(CAST(first AS TIMESTAMP_NS)), epoch_ns(CAST(last AS TIMESTAMP_NS)), epoch_ns(step)),
     ns -> make_timestamp_ns(ns))`,
];
