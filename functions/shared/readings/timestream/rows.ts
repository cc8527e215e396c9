import * as v from 'valibot';
import { parseTime } from '../../time.ts';
import type { AggregatedWindow, MetricPeriod, OutlinedBin, Reading, Statistic } from '../store.ts';
import { statisticColumn } from './aggregate-sql.ts';
import type { Row } from './query.ts';

/** `2026-03-29 01:59:59.999999999`, in UTC. Source: Timestream Developer Guide, "Data types". */
const Timestamp = v.pipe(
  v.string(),
  v.transform((text) => parseTime(`${text.replace(' ', 'T')}Z`)),
  v.bigint(),
);
const Bigint = v.pipe(
  v.string(),
  v.regex(/^-?\d+$/),
  v.transform((text) => BigInt(text)),
);
const Double = v.pipe(v.string(), v.transform(Number));

const Measured = v.object({
  time: Timestamp,
  metric: v.string(),
  value: v.nullable(Double),
  text: v.nullable(v.string()),
});

/** A row of {@link pageSql}. */
export function readingOf(
  row: Row,
  { organizationId, deviceId }: Pick<Reading, 'organizationId' | 'deviceId'>,
): Reading {
  const measured = v.parse(Measured, {
    time: row.get('time'),
    metric: row.get('measure_name'),
    value: row.get('value'),
    text: row.get('text'),
  });
  return { organizationId, deviceId, ...measured };
}

const Aggregated = v.object({
  deviceId: v.string(),
  metric: v.string(),
  begin: Bigint,
  values: v.array(v.nullable(Double)),
});

/** A row of {@link aggregateSql}. */
export function windowOf(row: Row, statistics: readonly Statistic[]): AggregatedWindow {
  return v.parse(Aggregated, {
    deviceId: row.get('device_id'),
    metric: row.get('measure_name'),
    begin: row.get('window_begin'),
    values: statistics.map((statistic) => row.get(statisticColumn(statistic))),
  });
}

const Period = v.object({ metric: v.string(), first: Timestamp, last: Timestamp });

/** A row of {@link periodSql}. */
export function periodOf(row: Row): MetricPeriod {
  return v.parse(Period, {
    metric: row.get('measure_name'),
    first: row.get('first_time'),
    last: row.get('last_time'),
  });
}

const Point = v.object({ time: Timestamp, value: Double });
const Outlined = v.object({
  metric: v.string(),
  begin: Timestamp,
  first: Point,
  last: Point,
  smallest: Point,
  largest: Point,
});

/** A row of {@link outlineSql}. */
export function binOf(row: Row): OutlinedBin {
  const point = (which: string) => ({ time: row.get(`${which}_time`), value: row.get(`${which}_value`) });
  return v.parse(Outlined, {
    metric: row.get('measure_name'),
    begin: row.get('bin_begin'),
    first: point('first'),
    last: point('last'),
    smallest: point('smallest'),
    largest: point('largest'),
  });
}
