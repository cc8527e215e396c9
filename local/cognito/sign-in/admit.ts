import { AwsError } from '../../shared/aws-error.ts';
import type { Context } from '../context.ts';
import { notAuthorized } from '../errors.ts';
import type { Client, Pool, User } from '../store.ts';
import { signIn, type Tokens } from '../tokens/issue.ts';

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
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') return demandNewPassword(context, attempt, user);
  const tokens = await signIn(context, { ...attempt, user, triggerSource: 'TokenGeneration_Authentication' });
  return { AuthenticationResult: tokens, ChallengeParameters: {} };
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

/** Milliseconds for which a challenge can be answered. */
export const sessionLifetime = ({ settings }: Client) => settings.AuthSessionValidity * 60_000;
