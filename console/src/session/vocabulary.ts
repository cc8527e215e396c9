import type { useText } from '../i18n/text.tsx';
import type { passwordRules } from './password-rules.ts';
import { LIMITS } from './sign-up-problems.ts';

const PROBLEMS = [
  'session.problem.blankName',
  'session.problem.longName',
  'session.problem.longAddress',
  'session.refusal.longPassword',
] as const;

type Rules = ReturnType<typeof passwordRules>;

/** What a password needs, as a list in brackets: `at least 12 characters, a digit`. */
export function listRules(rules: Rules, say: ReturnType<typeof useText>): string {
  return rules.map(({ id, values }) => say(id, values)).join(', ');
}

/**
 * What the Authenticator says, by the English texts that it looks them up by. Its own translations are of another tone than the console, are not whole,
 * and would load those of twenty languages.
 */
export function vocabulary(rules: Rules, say: ReturnType<typeof useText>): Record<string, string> {
  const newPassword =
    rules.length === 0 ? say('session.password') : say('session.newPassword', { rules: listRules(rules, say) });
  return {
    'Sign In': say('session.signIn'),
    'Sign in': say('session.signIn'),
    'Signing in': say('session.signingIn'),
    'Create Account': say('session.signUp'),
    'Creating Account': say('session.signingUp'),
    'Forgot your password?': say('session.forgot'),
    'Back to Sign In': say('session.back'),
    Confirm: say('session.confirm'),
    Confirming: say('session.confirming'),
    'Resend Code': say('session.again'),
    'Send code': say('session.send'),
    Sending: say('session.sending'),
    Submit: say('session.setPassword'),
    Submitting: say('session.settingPassword'),
    'Change Password': say('session.setPassword'),
    Changing: say('session.settingPassword'),
    Loading: say('session.loading'),
    Name: say('session.name'),
    Email: say('session.email'),
    Password: say('session.password'),
    'New Password': newPassword,
    'Confirm Password': say('session.repeat'),
    'Confirmation Code': say('session.code'),
    Code: say('session.appCode'),
    'Show password': say('session.showPassword'),
    'Password is shown': say('session.passwordShown'),
    'Password is hidden': say('session.passwordHidden'),
    'Your code is on the way. To log in, enter the code we emailed to': say('session.codeSent'),
    'Your code is on the way. To log in, enter the code we sent you': say('session.codeSent'),
    'It may take a minute to arrive': say('session.codeSent.wait'),
    'Your passwords must match': say('session.differ'),
    ...Object.fromEntries(PROBLEMS.map((id) => [id, say(id, LIMITS)])),
    ...Object.fromEntries(
      rules.map(({ id, values, amplify }) => [amplify, say('session.rules.broken', { rule: say(id, values) })]),
    ),
  };
}
