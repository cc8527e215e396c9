import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { AllIdentitiesDocument } from '../api/generated/documents.ts';
import { isApiError } from '../api/errors.ts';
import { nameOf } from '../api/query.ts';
import { currentIn } from './identity.ts';
import { useIdentityCache } from './use-identities.ts';

/**
 * Does something with an identity. Where that is refused because the console has not heard of what others did, it hears of it: the identity as it is now,
 * or who else is an administrator.
 */
export function useAct(): <Done>(asked: Promise<Done>) => Promise<Done> {
  const queryClient = useQueryClient();
  const { put } = useIdentityCache();
  return useCallback(
    async (asked) => {
      try {
        return await asked;
      } catch (error) {
        const current = currentIn(error);
        if (current) put(current);
        if (isApiError(error, 'ValidationError')) {
          void queryClient.invalidateQueries({ queryKey: [nameOf(AllIdentitiesDocument)] });
        }
        throw error;
      }
    },
    [put, queryClient],
  );
}
