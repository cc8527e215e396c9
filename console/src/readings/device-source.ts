import {
  PointsOfDeviceDocument,
  ReadingsOfDeviceDocument,
  WindowsOfDeviceDocument,
  type WindowsOfDeviceQuery,
} from '../api/generated/documents.ts';
import { ask } from '../api/request.ts';
import type { LiveReading, Source, Statistic } from './series/question.ts';
import { timeOf } from './series/time.ts';

/** What is pooled over windows, whatever is drawn of them. */
const ALWAYS = ['COUNT', 'MIN', 'MAX', 'AVG', 'SUM', 'STDDEV'] as const satisfies Statistic[];

/** What the API knows of a device. */
export function deviceSource(deviceId: string): Source {
  return {
    async aggregates({ metrics, from, to, window, statistic, timeZone, withEmpty }, signal) {
      const variables = {
        ...{ deviceId, metrics: [...metrics], from: timeOf(from), to: timeOf(to), window, timeZone },
        statistics: [...new Set<Statistic>([...ALWAYS, statistic])],
        fill: withEmpty ? ('NULL' as const) : ('NONE' as const),
      };
      const { aggregates } = await ask(WindowsOfDeviceDocument, variables, signal);
      return aggregates.map(({ windows }) => ({ windows: windows.map(withPercentile) }));
    },
    async downsample({ metrics, from, to, points }, signal) {
      const variables = { deviceId, metrics: [...metrics], from: timeOf(from), to: timeOf(to), points };
      const { downsample } = await ask(PointsOfDeviceDocument, variables, signal);
      return downsample.map((series) => series.points.map((point) => ({ ...point, text: null })));
    },
    async readings({ metrics, from, to }, signal) {
      const variables = { deviceId, metrics: [...metrics], from: timeOf(from), to: timeOf(to) };
      const items: LiveReading[] = [];
      let after: string | null = null;
      do {
        const page: { items: LiveReading[]; nextCursor: string | null } = (
          await ask(ReadingsOfDeviceDocument, { ...variables, after }, signal)
        ).readings;
        items.push(...page.items);
        after = page.nextCursor;
      } while (after !== null && !signal.aborted);
      return items;
    },
  };
}

type Window = WindowsOfDeviceQuery['aggregates'][number]['windows'][number];

/** Of the percentiles one at most was asked for. */
const withPercentile = (window: Window) => ({
  ...window,
  percentile: window.p50 ?? window.p90 ?? window.p95 ?? window.p99,
});
