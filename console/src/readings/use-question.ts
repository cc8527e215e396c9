import { useMemo } from 'react';
import { periodOf, type ReadingsSearch } from './search.ts';
import { pointsFor } from './series/choose-window.ts';
import type { Period, Question } from './series/question.ts';
import type { Span } from './series/zoom.ts';
import { useStoredPeriod } from './stored-period.ts';

const DAY = 86_400_000;

interface Asked {
  /** Undefined while it is not known since when there are readings. */
  question: Question | undefined;
  error: unknown;
  retry: () => void;
}

/** What the address asks about a device. The same object as long as it asks the same. @param width of the chart, in CSS pixels */
export function useQuestion(
  deviceId: string,
  search: ReadingsSearch,
  metrics: readonly string[],
  width: number,
): Asked {
  const named = periodOf(search);
  const { stored, error, retry } = useStoredPeriod(deviceId, metrics, named === undefined);
  const period = named ?? (stored === undefined ? undefined : sinceFirst(stored));
  const asked = period && {
    metrics,
    period,
    window: search.window ?? 'auto',
    statistic: search.statistic ?? 'AVG',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    points: pointsFor(width),
  };
  const text = asked && JSON.stringify(asked);
  // By value, for each drawing makes the object anew.
  const question = useMemo(() => asked, [text]);
  // What another chart has failed to find out is nothing to one that names its period.
  return { question, error: named === undefined ? error : null, retry };
}

/** All that is stored; where nothing is, what comes. */
function sinceFirst(stored: Span | null): Period {
  return stored ? { since: stored.from } : { last: DAY };
}
