import { fetchAuthSession, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { useEffect, useState } from 'react';
import * as v from 'valibot';
import { asError } from '../api/as-error.ts';
import { endOf, refusalOf, type Refusal } from './refusal.ts';

/** How the person in front of this browser stands with Sonde. */
export type Standing =
  | { is: 'signedIn'; identityId: string }
  /** `because`: what has ended their session, unless they did. */
  | { is: 'signedOut'; because?: Refusal }
  /** It cannot be found out at the moment. */
  | { is: 'unknown'; problem: Error; retry: () => void };

const Claims = v.object({ identity_id: v.string() });
const RefreshFailure = v.object({ error: v.object({ name: v.string(), message: v.string() }) });

/** How the person stands, as it changes here and in other tabs; `undefined` until it is known. */
export function useStanding(): Standing | undefined {
  const [standing, setStanding] = useState<Standing>();
  useEffect(() => watch(setStanding), []);
  return standing;
}

function watch(tell: (standing: Standing) => void): () => void {
  let current: Standing | undefined;
  const become = (standing: Standing): void => {
    current = standing;
    tell(standing);
  };

  const becomeSignedIn = (identityId: string): void => {
    if (current?.is === 'signedIn') {
      if (current.identityId === identityId) return;
      // Somebody of another organization now, where what is at this address is not.
      history.replaceState(null, '', '/');
    }
    become({ is: 'signedIn', identityId });
  };
  const becomeSignedOut = (): void => {
    if (current?.is !== 'signedOut') become({ is: 'signedOut' });
  };

  const find = (): void => {
    fetchAuthSession().then(
      ({ tokens }) => {
        if (tokens) becomeSignedIn(v.parse(Claims, tokens.accessToken.payload).identity_id);
        else becomeSignedOut();
      },
      (thrown: unknown) => {
        // Who works goes on, and is told by what fails; of a session that has ended it has been said already.
        if (!current || current.is === 'unknown') become({ is: 'unknown', problem: asError(thrown), retry: find });
      },
    );
  };
  find();

  return Hub.listen(
    'auth',
    ({ payload }) => {
      if (payload.event === 'signedIn' || payload.event === 'tokenRefresh') find();
      if (payload.event === 'signedOut') becomeSignedOut();
      if (payload.event === 'tokenRefresh_failure') {
        const because = endedBy(payload.data);
        if (!because) return;
        become({ is: 'signedOut', because });
        // Amplify keeps the tokens of whom a trigger refuses.
        void signOut();
      }
    },
    // What is done in one tab is so in all.
    { enableCrossTabEvents: true },
  );
}

/** What of a failure to get a fresh token ends the session; `undefined` for what may pass. */
function endedBy(data: unknown): Refusal | undefined {
  const { error } = v.parse(RefreshFailure, data);
  if (error.name !== 'NotAuthorizedException') return endOf(error.message);
  return refusalOf(error.message) ?? { id: 'session.refusal.ended', values: {} };
}
