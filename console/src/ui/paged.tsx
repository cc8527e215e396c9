import { Button, Center } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Failure } from './failure.tsx';
import { Waiting } from './waiting.tsx';

interface PagedProps {
  /** What `useInfiniteQuery` answers. */
  query: {
    data: unknown;
    error: Error | null;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    refetch: () => Promise<unknown>;
    fetchNextPage: () => Promise<unknown>;
  };
  isEmpty: boolean;
  /** What there is in the place of a list in which nothing is. */
  empty: ReactNode;
  /** The list, as far as it has come. */
  children: ReactNode;
}

/** A list that comes page by page, as somebody wants more of it. */
export function Paged({ query, isEmpty, empty, children }: PagedProps): ReactNode {
  const say = useText();
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError, refetch, fetchNextPage } = query;
  const more = (): void => void fetchNextPage();
  return (
    <>
      {error && <Failure error={error} onRetry={isFetchNextPageError ? more : () => void refetch()} />}
      {data === undefined && !error && <Waiting />}
      {data !== undefined && (isEmpty ? empty : children)}
      {hasNextPage && (
        <Center>
          <Button variant="default" loading={isFetchingNextPage} onClick={more}>
            {say('ui.loadMore')}
          </Button>
        </Center>
      )}
    </>
  );
}
