import type { PageQuery } from '../store.ts';
import type { MeasureColumns, TableName } from './literals.ts';
import { count, id, instant, measure, metricName, table } from './literals.ts';

/**
 * The SQL of one page of readings. Runs on the service and on the stand-in alike. Source: Timestream Developer Guide, "SQL support".
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
  const from = later && after && after.time > query.from ? after.time : query.from;
  const conditions = [
    `organization_id = ${id(organizationId)}`,
    `device_id = ${id(deviceId)}`,
    `time >= ${instant(from)}`,
    !later && after && after.time < query.to ? `time <= ${instant(after.time)}` : `time < ${instant(query.to)}`,
  ];
  if (metrics) conditions.push(`measure_name IN (${metrics.map(metricName).join(', ')})`);
  if (after) {
    const beyond = later ? '>' : '<';
    conditions.push(`(time ${beyond} ${instant(after.time)} OR measure_name ${beyond} ${metricName(after.metric)})`);
  }
  return [
    `SELECT time, measure_name, ${named('value', columns)}, ${named('text', columns)}`,
    `FROM ${table(name)}`,
    `WHERE ${conditions.join(' AND ')}`,
    `ORDER BY time ${order}, measure_name ${order}`,
    `LIMIT ${count(limit)}`,
  ].join('\n');
}

/** A measure under its own name, whether the table has a column for it or not. */
function named(name: keyof MeasureColumns, columns: MeasureColumns): string {
  return columns[name] ? name : `${measure(name, columns)} AS ${name}`;
}
