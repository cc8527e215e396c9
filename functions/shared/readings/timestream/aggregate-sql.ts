import type { AggregateQuery, Statistic } from '../store.ts';
import { STATISTICS } from '../store.ts';
import { conditions } from './conditions.ts';
import type { TableName } from './literals.ts';
import { table } from './literals.ts';
import { statisticSql } from './statistic-sql.ts';
import { windowBegin } from './window-sql.ts';

/**
 * The SQL of the statistics of windows. The text repeats nothing that is long: a zone's offsets may be many.
 * @throws RangeError where a part is not what it must be: the caller has to have checked it
 */
export function aggregateSql(name: TableName, query: AggregateQuery): string {
  if (query.statistics.length === 0) throw new RangeError('A query has at least one statistic');
  const figures = query.statistics.map((statistic) => `${figure(statistic)} AS "${statisticColumn(statistic)}"`);
  return [
    `SELECT device_id, measure_name, window_begin, ${figures.join(', ')}`,
    'FROM (',
    `  SELECT device_id, measure_name, time, value, ${windowBegin(query.windows, query)} AS window_begin`,
    `  FROM ${table(name)}`,
    `  WHERE ${[...conditions(query), 'value IS NOT NULL'].join(' AND ')}`,
    ')',
    'GROUP BY device_id, measure_name, window_begin',
    'ORDER BY device_id, measure_name, window_begin',
  ].join('\n');
}

/** The column of a statistic in the result. */
export function statisticColumn(statistic: Statistic): string {
  if (!STATISTICS.includes(statistic)) throw new RangeError(`${JSON.stringify(statistic)} is not a statistic`);
  return statistic.toLowerCase();
}

function figure(statistic: Statistic): string {
  return statisticSql(statistic, { value: 'value', dated: 'value, time', counted: 'value' });
}
