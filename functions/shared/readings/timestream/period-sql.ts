import { EARLIEST, LATEST } from '../../time.ts';
import type { PageQuery } from '../store.ts';
import { conditions } from './conditions.ts';
import type { TableName } from './literals.ts';
import { table } from './literals.ts';

/** The SQL of the first and the last time of each metric of a device. @throws RangeError where an id is none */
export function periodSql(
  name: TableName,
  { organizationId, deviceId }: Pick<PageQuery, 'organizationId' | 'deviceId'>,
): string {
  // A device's metrics are only known by its readings.
  const all = conditions({ organizationId, deviceIds: [deviceId], metrics: null, from: EARLIEST, to: LATEST });
  return [
    'SELECT measure_name, min(time) AS first_time, max(time) AS last_time',
    `FROM ${table(name)}`,
    `WHERE ${all.join(' AND ')}`,
    'GROUP BY measure_name',
    'ORDER BY measure_name',
  ].join('\n');
}
