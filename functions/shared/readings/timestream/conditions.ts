import type { Nanoseconds } from '../../time.ts';
import { id, instant, metricName } from './literals.ts';

/** The readings that a query is about. */
export interface Selection {
  organizationId: string;
  /** At least one, or `null` for all devices of the organization. */
  deviceIds: readonly string[] | null;
  /** At least one, or `null` for all of them. */
  metrics: readonly string[] | null;
  /** The earliest time that is in. */
  from: Nanoseconds;
  /** The earliest time that is no longer in. */
  to: Nanoseconds;
}

/** What a WHERE has to say for a selection, joined by AND. @throws RangeError where a part is not what it must be */
export function conditions({ organizationId, deviceIds, metrics, from, to }: Selection): string[] {
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
