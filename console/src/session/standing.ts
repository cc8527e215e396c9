import { fetchAuthSession } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { useEffect, useState } from 'react';
import { asError } from '../api/as-error.ts';

/** Whether somebody is signed in in this browser; `undefined` until it is known. */
export function useIsSignedIn(): boolean | undefined {
  const [isSignedIn, setIsSignedIn] = useState<boolean>();
  const [problem, setProblem] = useState<Error>();
  useEffect(() => {
    const find = (): void => {
      fetchAuthSession().then(
        ({ tokens }) => {
          setIsSignedIn(tokens !== undefined);
        },
        (thrown: unknown) => {
          setProblem(asError(thrown));
        },
      );
    };
    find();
    return Hub.listen('auth', ({ payload: { event } }) => {
      if (event === 'signedIn') setIsSignedIn(true);
      // Amplify has forgotten the tokens where they were refused, and kept them where nobody answered.
      if (event === 'signedOut' || event === 'tokenRefresh_failure') find();
    });
  }, []);
  if (problem) throw problem;
  return isSignedIn;
}
