import { AwsError } from '../../shared/aws-error.ts';
import { invalidParameter } from '../errors.ts';
import type { Pool, SoftwareToken, User } from '../store.ts';
import { stepOfCode } from './totp.ts';

/** Refuses what concerns software tokens in a pool that has none. */
export function requireSoftwareTokens(pool: Pool): void {
  if (!pool.softwareTokens)
    throw new AwsError('SoftwareTokenMFANotFoundException', 'Software Token MFA has not been enabled by the userPool.');
}

/** A token that a code has proved, which is then used, or `EnableSoftwareTokenMFAException`. It is not asked for until it is enabled. */
export function provenToken(secret: string, code: string, name: string | undefined, now: number): SoftwareToken {
  const step = stepOfCode(secret, code, now);
  if (step === undefined)
    throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA');
  return { secret, ...(name !== undefined && { name }), usedSteps: [step], enabled: false, preferred: false };
}

/** What a user or an administrator wants of one kind of second factor. */
export interface FactorSettings {
  Enabled: boolean;
  PreferredMfa: boolean;
}

/** The user with another preference for their software token. */
export function withPreference(user: User, { Enabled, PreferredMfa }: FactorSettings, missing: string): User {
  if (PreferredMfa && !Enabled) throw invalidParameter('A factor that is not enabled cannot be the preferred one.');
  const { softwareToken: token } = user;
  if (token) return { ...user, softwareToken: { ...token, enabled: Enabled, preferred: PreferredMfa } };
  if (Enabled) throw invalidParameter(missing);
  return user;
}

/** What GetUser and AdminGetUser say of a user's second factor. */
export function describeFactors({ softwareToken: token }: User): object {
  return {
    ...(token?.enabled && { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] }),
    ...(token?.preferred && { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' }),
  };
}
