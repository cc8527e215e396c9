import { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { notAuthorized } from '../errors.ts';
import type { Client, Pool, User } from '../store.ts';
import { signIn, type Tokens } from '../tokens/issue.ts';
import type { TokenTriggerSource } from '../triggers/pre-token-generation.ts';
import { clearAttempts, forgiveAttempt } from './lock-out.ts';

/** Tokens, or the next challenge. */
export type AuthAnswer =
  | { AuthenticationResult: Tokens; ChallengeParameters: Readonly<Record<string, string>> }
  | { ChallengeName: string; ChallengeParameters: Readonly<Record<string, string>>; Session?: string };

export interface Attempt {
  pool: Pool;
  client: Client;
  clientMetadata: Readonly<Record<string, string>>;
}

/** What follows once a user has proved to know the password. Here, not before, do answers tell of the user's state. */
export async function admit(context: Context, attempt: Attempt, user: User): Promise<AuthAnswer> {
  await forgiveAttempt(context, attempt.pool, user.username);
  requireEnabled(user);
  if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') return demandNewPassword(context, attempt, user);
  return secondFactor(context, attempt, user, 'TokenGeneration_Authentication');
}

function demandNewPassword(context: Context, { client }: Attempt, user: User): AuthAnswer {
  if (user.temporaryPasswordExpiresAt !== undefined && user.temporaryPasswordExpiresAt <= context.clock())
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  const { sub: _, ...attributes } = user.attributes;
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: context.sessions.open(
      { kind: 'NEW_PASSWORD_REQUIRED', clientId: client.id, userId: user.username },
      sessionLifetime(client),
    ),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(attributes),
    },
  };
}

/** Tokens for a user whose password is in order, unless a second factor is due: the user's own, or one that the pool demands ("Adding MFA to a user pool"). */
export async function secondFactor(
  context: Context,
  attempt: Attempt,
  user: User,
  triggerSource: TokenTriggerSource,
): Promise<AuthAnswer> {
  const { MfaConfiguration: policy } = attempt.pool.settings;
  const { softwareToken: token } = user;
  if (policy !== 'OFF' && token?.enabled)
    return challenge(context, attempt, 'SOFTWARE_TOKEN_MFA', user, {
      ...(token.name !== undefined && { FRIENDLY_DEVICE_NAME: token.name }),
    });
  if (policy === 'ON')
    return challenge(context, attempt, 'MFA_SETUP', user, { MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']) });
  return complete(context, attempt, user, triggerSource);
}

function challenge(
  context: Context,
  { client }: Attempt,
  kind: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
  { username }: User,
  parameters: Readonly<Record<string, string>>,
): AuthAnswer {
  return {
    ChallengeName: kind,
    Session: context.sessions.open({ kind, clientId: client.id, userId: username }, sessionLifetime(client)),
    ChallengeParameters: { ...parameters, USER_ID_FOR_SRP: username },
  };
}

/** Tokens for a user who has proved all there is to prove. */
export async function complete(
  context: Context,
  attempt: Attempt,
  user: User,
  triggerSource: TokenTriggerSource,
): Promise<AuthAnswer> {
  requireEnabled(user);
  await clearAttempts(context, attempt.pool, user.username);
  const tokens = await signIn(context, { ...attempt, user, triggerSource });
  return { AuthenticationResult: tokens, ChallengeParameters: {} };
}

function requireEnabled({ enabled }: User): void {
  if (!enabled) throw notAuthorized('User is disabled.');
}

/** Milliseconds for which a challenge can be answered. */
export const sessionLifetime = ({ settings }: Client) => settings.AuthSessionValidity * 60_000;
