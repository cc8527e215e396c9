import { useQuery } from '@tanstack/react-query';
import { Hub } from 'aws-amplify/utils';
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import type { MeQuery } from '../api/generated/documents.ts';
import { MeDocument } from '../api/generated/documents.ts';
import { queryOf } from '../api/query.ts';
import { atLeast, type Role } from './roles.ts';

/** Who is signed in, and to which organization. */
export interface Session {
  identity: MeQuery['me']['identity'];
  organization: MeQuery['me']['organization'];
  /** Whether the person's role is this one, or may do more. */
  may: (role: Role) => boolean;
}

const Current = createContext<Session | undefined>(undefined);

interface SessionProviderProps {
  /** Shown until it is known who is signed in. */
  waiting: ReactNode;
  /** Shown where it cannot be found out. */
  failed: (error: unknown, retry: () => void) => ReactNode;
  children: ReactNode;
}

/** Finds out who is signed in, and tells everything below it. */
export function SessionProvider({ waiting, failed, children }: SessionProviderProps): ReactNode {
  const { data, error, refetch } = useQuery({ ...queryOf(MeDocument, {}), refetchOnWindowFocus: 'always' });
  useEffect(
    () =>
      Hub.listen('auth', ({ payload }) => {
        // Whoever is refused gets another token, and everybody does before theirs is old: their role may be another.
        if (payload.event === 'tokenRefresh') void refetch({ cancelRefetch: false });
      }),
    [refetch],
  );
  const session = useMemo(() => data && sessionOf(data), [data]);
  if (session) return <Current value={session}>{children}</Current>;
  return error ? failed(error, () => void refetch()) : waiting;
}

function sessionOf({ me: { identity, organization } }: MeQuery): Session {
  return { identity, organization, may: (role) => atLeast(identity.role, role) };
}

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(Current);
  if (!session) throw new Error('There is no SessionProvider');
  return session;
}
