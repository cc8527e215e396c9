import { groupBy } from '../../../collections.ts';
import type { ReceivedReading } from '../../store.ts';
import { hourOf } from '../keys.ts';
import { readingsIn, seriesOf } from '../merge.ts';
import { summarize } from '../summary.ts';
import type { MergedMetric } from './merged-device.ts';

/** What there is to be of readings of one device once all are merged, computed at once. */
export function expectedMetrics(readings: readonly ReceivedReading[]): Omit<MergedMetric, 'blocks'>[] {
  const groups = groupBy(readings, ({ metric, time }) => `${metric} ${hourOf(time)}`);
  const metrics = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const hour = hourOf(first.time);
    const series = seriesOf(hour, group);
    return [{ metric: first.metric, hour, readings: [...readingsIn(series)], summary: summarize(series) }];
  });
  return metrics.sort((one, other) =>
    one.metric === other.metric ? one.hour - other.hour : one.metric < other.metric ? -1 : 1,
  );
}
