import type { OutlineQuery } from '../store.ts';
import { conditions } from './conditions.ts';
import type { TableName } from './literals.ts';
import { millisecondsLong, table } from './literals.ts';

/**
 * The SQL of the first, last, smallest and largest numbers of bins.
 * @throws RangeError where a part is not what it must be: the caller has to have checked it
 */
export function outlineSql(name: TableName, query: OutlineQuery): string {
  const bin = `bin(time, ${millisecondsLong(query.bin)})`;
  const selection = conditions({ ...query, deviceIds: [query.deviceId] });
  return [
    `SELECT measure_name, ${bin} AS bin_begin,`,
    '  min(time) AS first_time, min_by(value, time) AS first_value,',
    '  max(time) AS last_time, max_by(value, time) AS last_value,',
    '  min_by(time, value) AS smallest_time, min(value) AS smallest_value,',
    '  max_by(time, value) AS largest_time, max(value) AS largest_value',
    `FROM ${table(name)}`,
    `WHERE ${[...selection, 'value IS NOT NULL'].join(' AND ')}`,
    `GROUP BY measure_name, ${bin}`,
    'ORDER BY measure_name, bin_begin',
  ].join('\n');
}
