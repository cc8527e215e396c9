import {
  CountReadingsDocument,
  ReadingsReachDocument,
  TimesOfReadingsDocument,
} from '../../api/generated/documents.ts';
import { ask } from '../../api/request.ts';
import type { Source } from './estimate.ts';
import { COUNT_WINDOW } from './plan.ts';

/** Asks the API, until `signal` says that nobody wants to know any more. */
export function apiSource(signal: AbortSignal): Source {
  return {
    reach: async (deviceId) => (await ask(ReadingsReachDocument, { deviceId }, signal)).dataPeriod,
    count: async (question) => {
      const { aggregates } = await ask(CountReadingsDocument, { ...question, window: COUNT_WINDOW }, signal);
      return aggregates.map(({ deviceId, metric, windows }) => ({
        deviceId,
        metric,
        count: windows.reduce((sum, { count }) => sum + (count ?? 0), 0),
      }));
    },
    times: async (question) => {
      const { readings } = await ask(TimesOfReadingsDocument, question, signal);
      return { items: readings.items, isAll: readings.nextCursor === null };
    },
  };
}
