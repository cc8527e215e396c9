import * as v from 'valibot';
import type { ReadingReader } from '../shared/readings/store.ts';
import { formatTime } from '../shared/time.ts';
import { DeviceId, OrganizationId } from './arguments.ts';

/** What a client asks, with the organization from its token. */
export const DataPeriodRequest = v.object({
  field: v.literal('dataPeriod'),
  organizationId: OrganizationId,
  deviceId: DeviceId,
});
export type DataPeriodRequest = v.InferOutput<typeof DataPeriodRequest>;

/** `MetricPeriod` of the schema. */
export interface MetricPeriod {
  metric: string;
  first: string;
  last: string;
}

/** How far the readings of every metric of a device reach. Throws what the store throws. */
export async function dataPeriod(request: DataPeriodRequest, store: ReadingReader): Promise<MetricPeriod[]> {
  const { organizationId, deviceId } = request;
  const periods = await store.periods({ organizationId, deviceId });
  return periods.map(({ metric, first, last }) => ({ metric, first: formatTime(first), last: formatTime(last) }));
}
