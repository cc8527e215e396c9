import type { ExportQuery, ExtractionJob, Statistic } from '../store.ts';
import type { ExportColumn } from './export-columns.ts';
import { exportColumns } from './export-columns.ts';
import type { MeasureColumns, TableName } from './literals.ts';
import { checked, duration, id, instant, measure, metricName, quoted, table } from './literals.ts';

/** Where an UNLOAD writes: `s3://<bucket>/<prefix>/…`. */
export interface Destination {
  bucket: string;
  prefix: string;
}

/**
 * The statement that writes an export's rows to S3. Small CSV files make it cheap to go on inside one; Parquet files are delivered as they
 * are, so they are few. Source: Timestream Developer Guide, "UNLOAD concepts".
 * @throws RangeError where a part is not what it must be: the caller has to have checked it
 */
export function unloadSql(
  name: TableName,
  job: ExtractionJob,
  columns: MeasureColumns,
  { bucket, prefix }: Destination,
): string {
  const options =
    job.format === 'CSV'
      ? "format = 'CSV', compression = 'GZIP', include_header = 'false', max_file_size = '64MB'"
      : "format = 'PARQUET', compression = 'GZIP', max_file_size = '1GB'";
  const to = `s3://${checked(bucket, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'bucket')}/${checked(prefix, /^[A-Z0-9/]+$/, 'prefix')}`;
  return `UNLOAD (\n${exportSql(name, job, columns)}\n)\nTO ${quoted(to)}\nWITH (${options})`;
}

/** The SELECT of an export's rows, with the columns of {@link exportColumns}, in no order. */
export function exportSql(name: TableName, query: ExportQuery, columns: MeasureColumns): string {
  const selected = exportColumns(query).map((column) => named(expression(column, query, columns), column.name));
  const grouped = grouping(query);
  return [
    `SELECT ${selected.join(',\n  ')}`,
    `FROM ${table(name)}`,
    `WHERE ${conditions(query).join(' AND ')}`,
    ...(grouped ? [`GROUP BY ${grouped.join(', ')}`] : []),
  ].join('\n');
}

function named(sql: string, name: string): string {
  return sql === name ? sql : `${sql} AS "${name}"`;
}

function conditions({ organizationId, deviceIds, metrics, from, to }: ExportQuery): string[] {
  return [
    `organization_id = ${id(organizationId)}`,
    ...(deviceIds ? [`device_id IN (${list(deviceIds.map(id))})`] : []),
    `time >= ${instant(from)}`,
    `time < ${instant(to)}`,
    ...(metrics ? [`measure_name IN (${list(metrics.map(metricName))})`] : []),
  ];
}

function list(items: readonly string[]): string {
  if (items.length === 0) throw new RangeError('A list of devices or metrics has at least one');
  return items.join(', ');
}

function grouping(query: ExportQuery): string[] | undefined {
  if (query.layout === 'WIDE') return [time(query), 'device_id'];
  return query.aggregation ? [time(query), 'device_id', 'measure_name'] : undefined;
}

function time({ aggregation }: ExportQuery): string {
  return aggregation ? `bin(time, ${duration(aggregation.window)})` : 'time';
}

function expression(column: ExportColumn, query: ExportQuery, columns: MeasureColumns): string {
  switch (column.kind) {
    case 'time':
      return time(query);
    case 'device':
      return 'device_id';
    case 'metric':
      return 'measure_name';
    case 'value':
    case 'text':
      return measure(column.kind, columns);
    case 'reading':
      return `max(${ofMetric(column.metric, `coalesce(CAST(${measure('value', columns)} AS varchar), ${measure('text', columns)})`)})`;
    case 'statistic':
      return statisticSql(column.statistic, column.metric, columns);
  }
}

const AGGREGATES: Readonly<Record<Exclude<Statistic, 'COUNT' | 'FIRST' | 'LAST'>, (value: string) => string>> = {
  AVG: (value) => `avg(${value})`,
  MIN: (value) => `min(${value})`,
  MAX: (value) => `max(${value})`,
  SUM: (value) => `sum(${value})`,
  STDDEV: (value) => `stddev(${value})`,
  P50: (value) => `approx_percentile(${value}, 0.5)`,
  P90: (value) => `approx_percentile(${value}, 0.9)`,
  P95: (value) => `approx_percentile(${value}, 0.95)`,
  P99: (value) => `approx_percentile(${value}, 0.99)`,
};

/** A statistic of a group's numeric values, or of those of one metric in it. COUNT counts readings, textual ones too. */
function statisticSql(statistic: Statistic, metric: string | null, columns: MeasureColumns): string {
  const value = measure('value', columns);
  if (statistic === 'COUNT') return metric === null ? 'count(*)' : `count(${ofMetric(metric, '1')})`;
  if (statistic === 'FIRST' || statistic === 'LAST') {
    // Only among the numeric readings: a text may be the earliest of all.
    const among = `${metric === null ? '' : `measure_name = ${metricName(metric)} AND `}${value} IS NOT NULL`;
    return `${statistic === 'FIRST' ? 'min_by' : 'max_by'}(${value}, CASE WHEN ${among} THEN time END)`;
  }
  return AGGREGATES[statistic](metric === null ? value : ofMetric(metric, value));
}

function ofMetric(metric: string, sql: string): string {
  return `CASE WHEN measure_name = ${metricName(metric)} THEN ${sql} END`;
}
