import type { ExportQuery, ExtractionJob, Statistic } from '../store.ts';
import { conditions } from './conditions.ts';
import type { ExportColumn } from '../export-columns.ts';
import { exportColumns } from '../export-columns.ts';
import type { MeasureColumns, TableName } from './literals.ts';
import { checked, duration, measure, metricName, quoted, table } from './literals.ts';
import { statisticSql } from './statistic-sql.ts';

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
      return exportedStatistic(column.statistic, column.metric, columns);
  }
}

/** A statistic of a group's numeric values, or of those of one metric in it. COUNT counts readings, textual ones too. */
function exportedStatistic(statistic: Statistic, metric: string | null, columns: MeasureColumns): string {
  const value = measure('value', columns);
  const dated = (among: string) => `${value}, CASE WHEN ${among}${value} IS NOT NULL THEN time END`;
  if (metric === null) return statisticSql(statistic, { value, dated: dated(''), counted: '*' });
  return statisticSql(statistic, {
    value: ofMetric(metric, value),
    dated: dated(`measure_name = ${metricName(metric)} AND `),
    counted: ofMetric(metric, '1'),
  });
}

function ofMetric(metric: string, sql: string): string {
  return `CASE WHEN measure_name = ${metricName(metric)} THEN ${sql} END`;
}
