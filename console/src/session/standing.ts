import { fetchAuthSession, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { useEffect, useState } from 'react';
import * as v from 'valibot';
import { asError } from '../api/as-error.ts';
import { askAs, onOther } from '../api/request.ts';
import { isAnythingAtStake } from '../ui/at-stake.ts';
import { endOf, refusalOf, type Refusal } from './refusal.ts';

/** How the person in front of this browser stands with Sonde. */
export type Standing =
  /** `goOn`: they have changed over to another organization, while something of this one is at stake on the page; goes on in the other without it. */
  | ({ is: 'signedIn'; goOn?: () => void } & Person)
  /** `because`: what has ended their session, unless they did. `kept`: whose page is kept for when they sign in again, as something is at stake on it. */
  | { is: 'signedOut'; because?: Refusal; kept?: Person }
  /** It cannot be found out at the moment. */
  | { is: 'unknown'; problem: Error; retry: () => void };

/** A person, as a member of an organization. */
interface Person {
  identityId: string;
  /** Who they are in all organizations. */
  sub: string;
}

const Claims = v.pipe(
  v.object({ identity_id: v.string(), sub: v.string() }),
  v.transform(({ identity_id: identityId, sub }): Person => ({ identityId, sub })),
);
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
    askAs(standing.is === 'signedIn' ? standing.identityId : undefined);
    tell(standing);
  };

  const becomeSignedIn = (person: Person): void => {
    const { identityId, sub } = person;
    const shown = current?.is === 'signedIn' ? current : undefined;
    if (shown?.identityId === identityId && !shown.goOn) return;
    if (shown && shown.identityId !== identityId && shown.sub === sub && isAnythingAtStake()) {
      become({
        is: 'signedIn',
        identityId: shown.identityId,
        sub,
        goOn: () => {
          begin(person);
        },
      });
    } else begin(person);
  };
  const begin = (person: Person): void => {
    const { identityId } = person;
    // What another one looked at is nothing to them, and may be of another organization.
    if (last !== undefined && last !== identityId) history.replaceState(null, '', '/');
    last = identityId;
    become({ is: 'signedIn', ...person });
  };
  /** Who did not sign out themselves goes on where they were. */
  const kept = (): { kept?: Person } =>
    current?.is === 'signedIn' && !current.goOn && isAnythingAtStake()
      ? { kept: { identityId: current.identityId, sub: current.sub } }
      : {};
  const becomeSignedOut = (keeping: { kept?: Person } = {}): void => {
    if (current?.is !== 'signedOut') become({ is: 'signedOut', ...keeping });
  };

  const find = (): void => {
    fetchAuthSession().then(
      ({ tokens }) => {
        if (tokens) becomeSignedIn(v.parse(Claims, tokens.accessToken.payload));
        else becomeSignedOut(kept());
      },
      (thrown: unknown) => {
        // Who works goes on, and is told by what fails; of a session that has ended it has been said already.
        if (!current || current.is === 'unknown') become({ is: 'unknown', problem: asError(thrown), retry: find });
      },
    );
  };
  find();

  const stopHearing = onOther(find);
  const stopListening = Hub.listen(
    'auth',
    ({ payload }) => {
      if (payload.event === 'signedIn' || payload.event === 'tokenRefresh') find();
      if (payload.event === 'signedOut') becomeSignedOut();
      if (payload.event === 'tokenRefresh_failure') {
        const because = endedBy(payload.data);
        if (!because) return;
        become({ is: 'signedOut', because, ...kept() });
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
