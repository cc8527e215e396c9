import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientOptions } from '../../shared/testing/serve.ts';
import { startCognito } from './service.ts';

/** A password that the default policy allows, and that every user of these tests has. */
export const password = 'Correct-horse-7';
/** A day in milliseconds. */
export const DAY = 86_400_000;
/** What a test expects an operation to be refused with. */
export const refusal = (name: string, message: string) => ({ name, message });

/** Sign-in by one call, for clients that allow it. */
export const passwordAuth = (ClientId: string, USERNAME: string, PASSWORD = password) =>
  new InitiateAuthCommand({
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  });

/** The service, the real SDK before it, and the steps that many tests begin with. */
export async function startWithSdk() {
  const fixture = await startCognito();
  const sdk = new CognitoIdentityProviderClient(clientOptions(fixture.url));

  /** A pool with a client that lets a password be sent, so that a test signs in with one call. */
  async function makePool(
    pool: Partial<CreateUserPoolCommandInput> = {},
    client: Partial<CreateUserPoolClientCommandInput> = {},
  ): Promise<{ UserPoolId: string; ClientId: string }> {
    const made = await sdk.send(
      new CreateUserPoolCommand({
        PoolName: 'test',
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        ...pool,
      }),
    );
    const UserPoolId = made.UserPool?.Id ?? '';
    const app = await sdk.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'app',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
        ...client,
      }),
    );
    return { UserPoolId, ClientId: app.UserPoolClient?.ClientId ?? '' };
  }

  async function addUser(UserPoolId: string, email: string): Promise<string> {
    const { User } = await sdk.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      }),
    );
    await sdk.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }),
    );
    return User?.Username ?? '';
  }

  async function tokensOf(ClientId: string, email: string) {
    const { AuthenticationResult } = await sdk.send(passwordAuth(ClientId, email));
    return {
      access: AuthenticationResult?.AccessToken ?? '',
      id: AuthenticationResult?.IdToken ?? '',
      refresh: AuthenticationResult?.RefreshToken ?? '',
    };
  }

  async function close(): Promise<void> {
    sdk.destroy();
    await fixture.close();
  }

  return { fixture, sdk, makePool, addUser, tokensOf, close };
}
