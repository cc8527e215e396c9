import {
  InitiateAuthCommand,
  NotAuthorizedException,
  UserLambdaValidationException,
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

/** The service may not sign in: with this secret, or at all. Trying again changes nothing. */
export class SignInRefused extends Error {}

/** Somebody who is signed in, for as long as they ask. */
export interface Session {
  /** An access token that is good for another while. Rejects with {@link SignInRefused} where there can be none. */
  accessToken(): Promise<string>;
  /** Says that the API does not take this token: the next one will be another. */
  discard(token: string): void;
}

interface Options {
  cognito: CognitoIdentityProviderClient;
  /** Of the user pool's client for services. */
  clientId: string;
  username: string;
  secret: string;
  now?: () => number;
}

interface Tokens {
  accessToken: string;
  refreshToken: string | undefined;
  /** When to get others: a while before they expire. Milliseconds since the epoch. */
  renewAt: number;
  expiresAt: number;
}

/** What is left of a token's time when it is renewed, in ms: enough for a request to be answered. */
const RESERVE = 120_000;

/**
 * Signs a service in, and keeps it signed in. However many ask at once, there is one sign-in at a time. What is busy or out of reach the SDK tries again,
 * with jitter.
 */
export function createSession({ cognito, clientId, username, secret, now = Date.now }: Options): Session {
  let tokens: Tokens | undefined;
  let renewing: Promise<Tokens> | undefined;

  async function initiate(
    AuthFlow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH',
    AuthParameters: Record<string, string>,
  ) {
    const begun = now();
    const command = new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters });
    const { AuthenticationResult, ChallengeName } = await cognito.send(command);
    if (ChallengeName !== undefined)
      throw new SignInRefused(`The user pool wants more than a secret: ${ChallengeName}.`);
    return tokensOf(AuthenticationResult, begun);
  }

  async function renew(refreshToken: string | undefined): Promise<Tokens> {
    if (refreshToken !== undefined) {
      try {
        const renewed = await initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken });
        return { ...renewed, refreshToken: renewed.refreshToken ?? refreshToken };
      } catch (error) {
        // It has expired, or the secret is another now.
        if (!(error instanceof NotAuthorizedException)) throw refused(error) ?? error;
      }
    }
    try {
      return await initiate('USER_PASSWORD_AUTH', { USERNAME: username, PASSWORD: secret });
    } catch (error) {
      throw refused(error) ?? error;
    }
  }

  return {
    async accessToken() {
      if (tokens && now() < tokens.renewAt) return tokens.accessToken;
      renewing ??= renew(tokens?.refreshToken).finally(() => {
        renewing = undefined;
      });
      try {
        tokens = await renewing;
      } catch (error) {
        // A user pool that cannot be reached for a minute is no reason to stop.
        if (error instanceof SignInRefused || !tokens || now() >= tokens.expiresAt) throw error;
      }
      return tokens.accessToken;
    },
    discard(token) {
      if (tokens?.accessToken === token) tokens = { ...tokens, renewAt: 0, expiresAt: 0 };
    },
  };
}

function tokensOf(result: AuthenticationResultType | undefined, begun: number): Tokens {
  const { AccessToken, RefreshToken, ExpiresIn = 0 } = result ?? {};
  if (AccessToken === undefined) throw new Error('The user pool answered no access token');
  const expiresAt = begun + ExpiresIn * 1000;
  return { accessToken: AccessToken, refreshToken: RefreshToken, expiresAt, renewAt: expiresAt - RESERVE };
}

/** The refusal in words for whoever runs the server; undefined where another attempt may succeed. */
function refused(error: unknown): SignInRefused | undefined {
  // What Sonde itself says, such as that the service is suspended.
  if (error instanceof UserLambdaValidationException) return new SignInRefused(error.message, { cause: error });
  if (!(error instanceof NotAuthorizedException) || /attempts exceeded/i.test(error.message)) return undefined;
  return new SignInRefused(
    'The secret is not accepted: it was rotated or revoked, or the service was deleted. Start again with the secret that it has now, as SONDE_SECRET.',
    { cause: error },
  );
}
