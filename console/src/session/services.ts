import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import { resendSignUpCode, resetPassword, signUp } from 'aws-amplify/auth';
import * as v from 'valibot';
import { preferredLanguage } from '../i18n/language.ts';
import { signUpProblems } from './sign-up-problems.ts';

const Addressed = v.object({ username: v.string() });
const SignUp = v.object({
  username: v.string(),
  password: v.string(),
  options: v.object({ autoSignIn: v.boolean(), userAttributes: v.record(v.string(), v.string()) }),
});

/** Amplify's functions may be called with a context of theirs before what is theirs to do. */
type Call = readonly unknown[];

/**
 * What the Authenticator does its work by, where Sonde has more to do than it.
 * @param tell is told to which address a code was sent
 */
export function servicesOf(tell: (address: string) => void) {
  return {
    validateCustomSignUp: (entered: object) => Promise.resolve(signUpProblems(entered)),
    // The pool's e-mails are in the language of who signs up.
    async handleSignUp(...call: Call) {
      const { options, ...input } = v.parse(SignUp, call.at(-1));
      const userAttributes = { ...options.userAttributes, locale: preferredLanguage() };
      const answer = await signUp({ ...input, options: { ...options, userAttributes } });
      tell(input.username);
      return answer;
    },
    async handleResendSignUpCode(...call: Call) {
      const input = v.parse(Addressed, call.at(-1));
      const answer = await resendSignUpCode(input);
      tell(input.username);
      return answer;
    },
    async handleForgotPassword(...call: Call) {
      const input = v.parse(Addressed, call.at(-1));
      const answer = await resetPassword(input);
      tell(input.username);
      return answer;
    },
  } satisfies AuthenticatorProps['services'];
}
