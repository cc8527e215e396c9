import { randomInt } from 'node:crypto';
import { AwsError } from '../../shared/aws-error.ts';
import type { PasswordPolicy } from '../pools/settings.ts';
import { createVerifier, passwordMatches } from '../srp/srp.ts';
import type { Pool, User } from '../store.ts';
import { account } from './directory.ts';

/** The special characters of the documentation ("Adding user pool password requirements"), with the inner blank. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;
const NOT_CONFORMING = 'Password did not conform with policy: ';

/** Refuses a password that the pool's policy does not allow, with the first thing that is wrong. */
export function checkPolicy({ settings }: Pool, password: string): void {
  const wrong = violation(settings.Policies.PasswordPolicy, password);
  if (wrong !== undefined) throw new AwsError('InvalidPasswordException', NOT_CONFORMING + wrong);
}

function violation(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.MinimumLength) return 'Password not long enough';
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  if (policy.RequireSymbols && !SYMBOL.test(password)) return 'Password must have symbol characters';
  if (password !== password.trim()) return 'Password must not have leading or trailing blanks';
  return undefined;
}

/** The user with this password, for good: it replaces a temporary one. */
export function withPassword(pool: Pool, user: User, password: string): User {
  return {
    ...user,
    password: createVerifier(account(pool, user.username), password),
    temporaryPasswordExpiresAt: undefined,
  };
}

/** The user with this password until `now` plus what the policy gives a temporary one. */
export function withTemporaryPassword(pool: Pool, user: User, password: string, now: number): User {
  const days = pool.settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays;
  return {
    ...withPassword(pool, user, password),
    status: 'FORCE_CHANGE_PASSWORD',
    temporaryPasswordExpiresAt: now + days * 86_400_000,
  };
}

export function isPassword(pool: Pool, user: User, password: string): boolean {
  return user.password !== undefined && passwordMatches(account(pool, user.username), user.password, password);
}

/** A temporary password that fits the policy whatever it demands: one of each kind, then letters and digits. */
export function temporaryPassword(policy: PasswordPolicy): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#%+-=?@_~'];
  const anything = kinds.slice(0, 3).join('');
  const length = Math.max(policy.MinimumLength, 10);
  const pick = (from: string) => from.charAt(randomInt(from.length));
  return [...kinds.map(pick), ...Array.from({ length: length - kinds.length }, () => pick(anything))].join('');
}
