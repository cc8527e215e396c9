import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { isApiError } from './errors.ts';
import { ask, type Document } from './request.ts';

/** What a document is known by in the cache: the name of its operation. */
export function nameOf(document: Document<unknown, never>): string {
  const name = /\b(?:query|mutation|subscription)\s+(\w+)/.exec(document.toString())?.[1];
  if (name === undefined) throw new Error('The operation has no name');
  return name;
}

/** A query for `useQuery`, known in the cache by `[name, variables]`: `invalidateQueries({queryKey: [nameOf(Document)]})` asks it anew. */
export function queryOf<Data, Variables extends object>(document: Document<Data, Variables>, variables: Variables) {
  return queryOptions({
    queryKey: [nameOf(document), variables] as const,
    queryFn: ({ signal }) => ask(document, variables, signal),
  });
}

/**
 * A list for `useInfiniteQuery`, whose pages are linked by `nextToken`.
 * @param tokenOf takes the token of the next page out of a page
 */
export function pagesOf<Data, Variables extends { nextToken?: string | null | undefined }>(
  document: Document<Data, Variables>,
  variables: Omit<Variables, 'nextToken'>,
  tokenOf: (page: Data) => string | null,
) {
  return infiniteQueryOptions({
    queryKey: [nameOf(document), variables] as const,
    queryFn: ({ pageParam, signal }) => ask(document, { ...variables, nextToken: pageParam } as Variables, signal),
    initialPageParam: null as string | null,
    getNextPageParam: tokenOf,
  });
}

/** What is wrong with the question stays wrong; what is wrong on the way may not. */
export function isWorthAnotherTry(error: unknown): boolean {
  return !isApiError(error) || ['NetworkError', 'TimeoutError', 'InternalError'].includes(error.type);
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: (failures, error) => failures < 2 && isWorthAnotherTry(error), staleTime: 30_000 },
      // What changes something may have done so before its answer was lost: nobody but the person asks twice.
      mutations: { retry: false },
    },
  });
}
