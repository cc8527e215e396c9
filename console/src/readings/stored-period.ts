import { useQuery } from '@tanstack/react-query';
import { StoredPeriodDocument } from '../api/generated/documents.ts';
import { queryOf } from '../api/query.ts';
import type { Span } from './series/zoom.ts';

interface StoredPeriod {
  /** From the first to the last reading, in ms; null where nothing is stored. Undefined while it is not known. */
  stored: Span | null | undefined;
  error: unknown;
  retry: () => void;
}

/** How far the readings of some metrics reach. @param isWanted whether to ask */
export function useStoredPeriod(deviceId: string, metrics: readonly string[], isWanted: boolean): StoredPeriod {
  const { data, error, refetch } = useQuery({ ...queryOf(StoredPeriodDocument, { deviceId }), enabled: isWanted });
  const ofMetrics = data?.dataPeriod.filter(({ metric }) => metrics.includes(metric));
  const stored = ofMetrics && {
    from: Math.min(...ofMetrics.map(({ first }) => Math.floor(Date.parse(first)))),
    to: Math.max(...ofMetrics.map(({ last }) => Math.ceil(Date.parse(last)))),
  };
  return { stored: ofMetrics?.length === 0 ? null : stored, error, retry: () => void refetch() };
}
