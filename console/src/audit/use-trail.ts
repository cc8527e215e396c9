import { useInfiniteQuery } from '@tanstack/react-query';
import { AuditTrailDocument } from '../api/generated/documents.ts';
import { nameOf } from '../api/query.ts';
import { ask } from '../api/request.ts';
import { beginning, searchBack, type Cursor } from './search-back.ts';
import type { AuditSearch } from './search.ts';

/** The events that are looked for, newest first. */
export function useTrail(search: AuditSearch, isEnabled: boolean) {
  return useInfiniteQuery({
    queryKey: [nameOf(AuditTrailDocument), search] as const,
    enabled: isEnabled,
    initialPageParam: null as Cursor | null,
    queryFn: ({ pageParam, signal }) => {
      const now = Date.now();
      return searchBack(async (variables) => (await ask(AuditTrailDocument, variables, signal)).auditEvents, search, {
        cursor: pageParam ?? beginning(search, now),
        now,
      });
    },
    getNextPageParam: ({ next }) => next,
  });
}
