import { METRIC_NAME, ULID } from '../../names.ts';
import type { Nanoseconds } from '../../time.ts';
import { isStorable } from '../../time.ts';
import type { PageQuery } from '../store.ts';

/** A database and a table in it, from configuration. */
export interface TableName {
  database: string;
  table: string;
}

/** The measures that the table already has a column for: Timestream makes one with the first record that has it. */
export interface MeasureColumns {
  value: boolean;
  text: boolean;
}

/**
 * The SQL of one page of readings. Timestream has no bind parameters, so every part is checked against a strict pattern before it is quoted.
 * Runs on the service and on the stand-in alike. Source: Timestream Developer Guide, "SQL support".
 * @throws RangeError where a part is not what it must be: the caller has to have checked it
 */
export function pageSql(
  name: TableName,
  query: PageQuery,
  columns: MeasureColumns = { value: true, text: true },
): string {
  const { organizationId, deviceId, metrics, order, after, limit } = query;
  const later = order === 'ASC';
  // The position bounds the period too, so that the service need not scan what was already read.
  const from = later && after ? after.time : query.from;
  const conditions = [
    `organization_id = ${id(organizationId)}`,
    `device_id = ${id(deviceId)}`,
    `time >= ${instant(from)}`,
    !later && after ? `time <= ${instant(after.time)}` : `time < ${instant(query.to)}`,
  ];
  if (metrics) conditions.push(`measure_name IN (${metrics.map(metricName).join(', ')})`);
  if (after) {
    const beyond = later ? '>' : '<';
    conditions.push(`(time ${beyond} ${instant(after.time)} OR measure_name ${beyond} ${metricName(after.metric)})`);
  }
  return [
    `SELECT time, measure_name, ${measure('value', 'double', columns.value)}, ${measure('text', 'varchar', columns.text)}`,
    `FROM ${identifier(name.database)}.${identifier(name.table)}`,
    `WHERE ${conditions.join(' AND ')}`,
    `ORDER BY time ${order}, measure_name ${order}`,
    `LIMIT ${count(limit)}`,
  ].join('\n');
}

function measure(name: string, type: string, exists: boolean): string {
  return exists ? name : `CAST(NULL AS ${type}) AS ${name}`;
}

function identifier(name: string): string {
  return `"${checked(name, /^[A-Za-z0-9_.-]{3,256}$/, 'database or table')}"`;
}

function id(value: string): string {
  return quoted(checked(value, ULID, 'id'));
}

function metricName(value: string): string {
  return quoted(checked(value, METRIC_NAME, 'metric'));
}

function instant(time: Nanoseconds): string {
  if (!isStorable(time)) throw new RangeError(`${time.toString()} ns is not a time that a reading can have`);
  return `from_nanoseconds(${time.toString()})`;
}

function count(value: number): string {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${value} is not a count`);
  return value.toString();
}

function checked(value: string, pattern: RegExp, what: string): string {
  if (!pattern.test(value)) throw new RangeError(`${JSON.stringify(value)} is not a ${what}`);
  return value;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
