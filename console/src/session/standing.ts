import { fetchAuthSession, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { useEffect, useState } from 'react';
import * as v from 'valibot';
import { asError } from '../api/as-error.ts';
import { onNobody } from '../api/request.ts';
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
  /** Who was here last, in this tab. */
  let last: string | undefined;
  const become = (standing: Standing): void => {
    current = standing;
    tell(standing);
  };

  const becomeSignedIn = (identityId: string): void => {
    if (current?.is === 'signedIn' && current.identityId === identityId) return;
    // What another one looked at is nothing to them, and may be of another organization.
    if (last !== undefined && last !== identityId) history.replaceState(null, '', '/');
    last = identityId;
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

  const stopHearing = onNobody(find);
  const stopListening = Hub.listen(
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
  return () => {
    stopHearing();
    stopListening();
  };
}

/** What of a failure to get a fresh token ends the session; `undefined` for what may pass. */
function endedBy(data: unknown): Refusal | undefined {
  const { error } = v.parse(RefreshFailure, data);
  if (error.name !== 'NotAuthorizedException') return endOf(error.message);
  return refusalOf(error.message) ?? { id: 'session.refusal.ended', values: {} };
}
