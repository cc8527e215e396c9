import type { ReadingReader } from '../shared/readings/store.ts';
import type { AggregateSeries } from './aggregates.ts';
import { aggregateSeries } from './aggregates.ts';
import type { MetricPeriod } from './data-period.ts';
import { dataPeriod } from './data-period.ts';
import type { DownsampledSeries } from './downsample.ts';
import { downsampledSeries } from './downsample.ts';
import { parseEvent } from './event.ts';
import type { ReadingPage } from './readings.ts';
import { readingPage } from './readings.ts';

/** What the field of an event answers. */
export type Answer = ReadingPage | AggregateSeries[] | MetricPeriod[] | DownsampledSeries[];

/** @throws SondeError `ValidationError` or `LimitExceededError` for what is the caller's to mend, and what the store throws */
export async function answer(event: unknown, store: ReadingReader): Promise<Answer> {
  const request = parseEvent(event);
  switch (request.field) {
    case 'readings':
      return readingPage(request, store);
    case 'aggregates':
      return aggregateSeries(request, store);
    case 'dataPeriod':
      return dataPeriod(request, store);
    case 'downsample':
      return downsampledSeries(request, store);
  }
}
