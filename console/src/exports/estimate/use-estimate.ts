import { useDebouncedValue } from '@mantine/hooks';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ExportListDocument } from '../../api/generated/documents.ts';
import { queryOf } from '../../api/query.ts';
import type { Choices } from '../form/choices.ts';
import { count, estimateOf, type Counts, type Estimate } from './estimate.ts';
import { reachedLimits, type Limit } from './limits.ts';
import { apiSource } from './source.ts';

/** For so long nothing is asked while somebody chooses. */
const PAUSE_MS = 500;
/** As many as a page of the API has, of which more may not be asked for in a day. */
const NEWEST = 100;

export interface Expected {
  /** Undefined until it is known. */
  counts: Counts | undefined;
  estimate: Estimate | undefined;
  isLoading: boolean;
  error: Error | null;
  retry: () => void;
  /** What the organization has no more of, for now. */
  limits: readonly Limit[];
}

interface Chosen {
  choices: Choices;
  /** The devices that the choice is of. */
  deviceIds: readonly string[];
  /** Whether there is anything to count, and nothing wrong with what is chosen. */
  isReady: boolean;
}

/** About how much an export would have, found out again a moment after something else is chosen. */
export function useEstimate({ choices, deviceIds, isReady }: Chosen): Expected {
  const { from, to, metrics } = choices;
  const wanted = useMemo(() => ({ from, to, metrics, deviceIds }), [from, to, metrics, deviceIds]);
  // What it is told of changes with each choice, not with each time that the form is drawn.
  const key = JSON.stringify(wanted);
  const [settled] = useDebouncedValue(key, PAUSE_MS);
  const { data, error, isFetching, refetch } = useQuery({
    ...countsOf(key, wanted),
    enabled: isReady && settled === key,
  });
  const { data: listed } = useQuery({ ...queryOf(ExportListDocument, { first: NEWEST }), staleTime: 0 });
  const counts = isReady ? data : undefined;
  return {
    counts,
    estimate: counts && estimateOf(counts, choices),
    isLoading: isReady && !counts && (isFetching || settled !== key),
    error: isReady ? error : null,
    retry: () => void refetch(),
    limits: listed ? reachedLimits(listed.exports.items, Date.now()) : [],
  };
}

type Wanted = Pick<Choices, 'from' | 'to' | 'metrics'> & { deviceIds: readonly string[] };

const countsOf = (key: string, { deviceIds, ...period }: Wanted) =>
  queryOptions({
    queryKey: ['ExportEstimate', key],
    queryFn: ({ signal }) => count(apiSource(signal), period, deviceIds),
  });
