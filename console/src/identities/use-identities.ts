import { useInfiniteQuery, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import {
  AllIdentitiesDocument,
  IdentityDetailsDocument,
  MeDocument,
  WhoIsDocument,
} from '../api/generated/documents.ts';
import { nameOf, pagesOf, queryOf } from '../api/query.ts';
import type { Identity } from './identity.ts';
import { isBeingMailed } from './trouble.ts';

/** How long it may take until it is seen what became of a mail. */
const POLL_MS = 2_000;

const listOfAll = pagesOf(AllIdentitiesDocument, { first: 100 }, ({ identities }) => identities.nextToken);

export interface AllIdentities {
  /** Those that have arrived; `undefined` before the first page has. */
  identities: readonly Identity[] | undefined;
  isComplete: boolean;
  /** When they were asked for, in epoch milliseconds. */
  asOf: number;
  error: unknown;
  retry: () => void;
}

/** All people and services of the organization, page after page. @param isWanted whether they are asked for at all */
export function useAllIdentities(isWanted = true): AllIdentities {
  const { data, dataUpdatedAt, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    ...listOfAll,
    enabled: isWanted,
  });
  useEffect(() => {
    if (isWanted && hasNextPage && !isFetching && !error) void fetchNextPage();
  }, [isWanted, hasNextPage, isFetching, error, fetchNextPage]);
  const identities = useMemo(() => data?.pages.flatMap((page) => page.identities.items), [data]);
  return {
    identities,
    isComplete: identities !== undefined && !hasNextPage,
    asOf: dataUpdatedAt,
    error,
    retry: () => void (data ? fetchNextPage() : refetch()),
  };
}

/** One person or service. While its invitation is being mailed, it is looked at again and again. */
export function useIdentity(id: string) {
  const queryClient = useQueryClient();
  const query = useQuery({
    ...queryOf(IdentityDetailsDocument, { id }),
    placeholderData: () => {
      const identity = listed(queryClient, id);
      return identity && { identity };
    },
    refetchInterval: ({ state: { data } }) => (data?.identity && isBeingMailed(data.identity) ? POLL_MS : false),
  });
  const identity = query.data?.identity ?? undefined;
  const isCurrent = identity !== undefined && !query.isPlaceholderData;
  useEffect(() => {
    if (isCurrent) putIntoList(queryClient, identity);
  }, [isCurrent, identity, queryClient]);
  return { identity, error: query.error, retry: () => void query.refetch() };
}

/** Has what was changed shown everywhere at once. */
export function useIdentityCache() {
  const queryClient = useQueryClient();
  return useMemo(() => {
    const namesMayDiffer = (id: string): void => {
      void queryClient.invalidateQueries({ queryKey: [nameOf(WhoIsDocument), { id }] });
      // It may have been oneself: what one may do depends on it.
      void queryClient.invalidateQueries({ queryKey: [nameOf(MeDocument)] });
    };
    return {
      /** An identity is as it is now, or is there from now on. */
      put: (identity: Identity): void => {
        queryClient.setQueryData(queryOf(IdentityDetailsDocument, { id: identity.id }).queryKey, { identity });
        putIntoList(queryClient, identity);
        namesMayDiffer(identity.id);
      },
      /** An identity has been deleted. */
      remove: (id: string): void => {
        changeList(queryClient, (items) => items.filter((item) => item.id !== id));
        queryClient.removeQueries({ queryKey: queryOf(IdentityDetailsDocument, { id }).queryKey });
        namesMayDiffer(id);
      },
    };
  }, [queryClient]);
}

function listed(queryClient: QueryClient, id: string): Identity | undefined {
  const pages = queryClient.getQueryData(listOfAll.queryKey)?.pages ?? [];
  return pages.flatMap((page) => page.identities.items).find((item) => item.id === id);
}

function putIntoList(queryClient: QueryClient, identity: Identity): void {
  if (listed(queryClient, identity.id)) {
    changeList(queryClient, (items) => items.map((item) => (item.id === identity.id ? identity : item)));
  } else {
    // The newest is the last one.
    changeList(queryClient, (items, isLast) => (isLast ? [...items, identity] : items));
  }
}

function changeList(queryClient: QueryClient, change: (items: Identity[], isLast: boolean) => Identity[]): void {
  queryClient.setQueryData(
    listOfAll.queryKey,
    (all) =>
      all && {
        ...all,
        pages: all.pages.map(({ identities }, index) => ({
          identities: { ...identities, items: change(identities.items, index === all.pages.length - 1) },
        })),
      },
  );
}
