import type { Outputs } from '../api/outputs.ts';
import type { MessageId } from '../i18n/messages.ts';

interface Rule {
  id: Extract<MessageId, `session.rules.${string}`>;
  values: { count?: number };
  /** What Amplify's Authenticator says of a password that breaks it. */
  amplify: string;
  isKeptBy: (password: string) => boolean;
}

/** What a password needs, as the user pool has it: nothing where the configuration does not say. */
export function passwordRules(policy: Outputs['auth']['password_policy']): Rule[] {
  if (!policy) return [];
  const count = policy.min_length;
  return [
    {
      id: 'session.rules.length',
      values: { count },
      amplify: `Password must have at least ${count} characters`,
      isKeptBy: (password) => password.length >= count,
    },
    ...(policy.require_lowercase ? [kind('lowercase', 'lower case letters', /[a-z]/)] : []),
    ...(policy.require_uppercase ? [kind('uppercase', 'upper case letters', /[A-Z]/)] : []),
    ...(policy.require_numbers ? [kind('number', 'numbers', /[0-9]/)] : []),
    ...(policy.require_symbols
      ? [kind('symbol', 'special characters', /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/)]
      : []),
  ];
}

function kind(name: 'lowercase' | 'uppercase' | 'number' | 'symbol', what: string, pattern: RegExp): Rule {
  return {
    id: `session.rules.${name}`,
    values: {},
    amplify: `Password must have ${what}`,
    isKeptBy: (password) => pattern.test(password),
  };
}
