import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { move, zoom, type Span } from './series/zoom.ts';
import { timeOf } from './series/time.ts';
import type { PeriodAction } from './chart/keys.ts';
import { DEFAULT_RANGE, type ReadingsSearch } from './search.ts';

const route = getRouteApi('/devices/$deviceId/');

/** What the address says is shown, and how to have it say something else: each of them can be gone back from. */
export interface View {
  search: ReadingsSearch;
  change: (changed: Partial<ReadingsSearch>) => void;
  showSpan: (span: Span) => void;
  /** Shows another part of what is shown. @param around the time that stays where it is, in ms */
  act: (span: Span, action: PeriodAction, around?: number) => void;
}

export function useView(): View {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (changed: Partial<ReadingsSearch>) => {
      void navigate({ search: (before) => withoutUsual({ ...before, ...changed }), resetScroll: false });
    },
    [navigate],
  );
  const showSpan = useCallback(
    ({ from, to }: Span) => {
      // The windows of the whole would be too long for a part of it.
      change({ from: timeOf(from), to: timeOf(to), range: undefined, window: undefined });
    },
    [change],
  );
  const act = useCallback(
    (span: Span, action: PeriodAction, around?: number) => {
      showSpan(action.kind === 'move' ? move(span, action.share) : zoom(span, action.factor, around));
    },
    [showSpan],
  );
  return useMemo(() => ({ search, change, showSpan, act }), [search, change, showSpan, act]);
}

/** An address is the shorter the less of it is said. */
function withoutUsual(search: ReadingsSearch): ReadingsSearch {
  const { range, statistic } = search;
  return {
    ...search,
    range: range === DEFAULT_RANGE ? undefined : range,
    statistic: statistic === 'AVG' ? undefined : statistic,
  };
}
