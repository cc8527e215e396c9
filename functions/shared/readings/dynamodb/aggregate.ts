import { mapConcurrently } from '../../concurrency.ts';
import type { AggregatedWindow, AggregateQuery, Statistic } from '../store.ts';
import { partitionOf } from './keys.ts';
import { isPercentile, percentileOf } from './percentiles.ts';
import type { Source } from './stretches.ts';
import { statisticOf } from './summary.ts';
import { windowSummaries } from './window-summaries.ts';
import type { Figures } from './windows-made.ts';

/** How many metrics are asked for at once, of all devices together. */
const SERIES_AT_ONCE = 32;

/** The statistics of every device and metric, window by window. Percentiles are exact where windows are shorter than an hour, else within 1 %. */
export async function aggregate(query: AggregateQuery, source: Source): Promise<AggregatedWindow[]> {
  const { organizationId, deviceIds, statistics } = query;
  const metrics = query.metrics.toSorted();
  const sketches = statistics.some(isPercentile);
  const devicesAtOnce = Math.max(1, Math.floor(SERIES_AT_ONCE / metrics.length));
  const answers = await mapConcurrently(deviceIds.toSorted(), devicesAtOnce, async (deviceId) => {
    const pk = partitionOf({ organizationId, deviceId });
    const windows = await windowSummaries({ ...query, pk, metrics, sketches }, source, (figures) =>
      values(figures, statistics),
    );
    return [...windows].flatMap(([metric, made]) =>
      made.map(({ begin, value }) => ({ deviceId, metric, begin, values: value })),
    );
  });
  return answers.flat();
}

function values({ summary, values }: Figures, statistics: readonly Statistic[]): (number | null)[] {
  const ascending = values && statistics.some(isPercentile) ? values.sort() : null;
  return statistics.map((statistic) =>
    ascending && isPercentile(statistic) ? percentileOf(ascending, statistic) : statisticOf(summary, statistic),
  );
}
